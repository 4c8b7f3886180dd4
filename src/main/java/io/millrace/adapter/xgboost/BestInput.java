package io.millrace.adapter.xgboost;

import io.millrace.feedback.RankingQuality;
import java.util.Optional;

/**
 * The one input that ranks training rows best, as it stands or negated: what a model must beat. A missing value counts as the mean.
 *
 * @param column of the input in the vector
 * @param sign 1, or -1 where low values speak for positives
 * @param missing what a missing value counts as
 */
record BestInput(int column, float sign, float missing) {
    private static final int MOST_ROWS = 100_000;

    /** Chooses among at most 100,000 rows that lie evenly in a span; empty where no input ranks them better than chance. */
    static Optional<BestInput> of(Examples training) {
        float[] values = training.values();
        boolean[] positive = training.positive();
        int step = (training.rows() + MOST_ROWS - 1) / MOST_ROWS;
        Optional<BestInput> best = Optional.empty();
        double most = 0.5;
        for (int column = 0; column < training.width(); column++) {
            float mean = mean(values, column, training.width());
            double auc = auc(values, column, 1, mean, positive, step);
            if (Math.max(auc, 1 - auc) > most) {
                most = Math.max(auc, 1 - auc);
                best = Optional.of(new BestInput(column, auc < 0.5 ? -1 : 1, mean));
            }
        }
        return best;
    }

    /** How well it ranks rows; NaN unless there are both positives and negatives. */
    double auc(Examples examples) {
        return auc(examples.values(), column, sign, missing, examples.positive(), 1);
    }

    private static double auc(float[] values, int column, float sign, float missing, boolean[] positive, int step) {
        int rows = (positive.length + step - 1) / step;
        int width = positive.length == 0 ? 0 : values.length / positive.length;
        float[] scores = new float[rows];
        boolean[] labels = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            float value = values[i * step * width + column];
            scores[i] = sign * (Float.isNaN(value) ? missing : value);
            labels[i] = positive[i * step];
        }
        return new RankingQuality(scores, labels).auc();
    }

    private static float mean(float[] values, int column, int width) {
        double sum = 0;
        long count = 0;
        for (int i = column; i < values.length; i += width) {
            if (!Float.isNaN(values[i])) {
                sum += values[i];
                count++;
            }
        }
        return count == 0 ? 0 : (float) (sum / count);
    }
}
