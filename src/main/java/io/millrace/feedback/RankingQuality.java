package io.millrace.feedback;

import java.util.Arrays;

/**
 * How well scores rank positives above negatives. Exact: equal scores are ties, nothing is binned.
 *
 * <p>Follows the usual definitions, those of scikit-learn's {@code roc_auc_score}, {@code average_precision_score} and
 * {@code log_loss}.
 */
public final class RankingQuality {
    // A score is a float, so a probability below this is no more than "impossible"; its logarithm stays finite.
    private static final double LEAST = 0x1p-24;

    private final float[] scores;
    private final boolean[] positive;
    private final long positives;
    private final int[] ascending;

    /**
     * @param scores finite; probabilities in [0, 1] where {@link #logLoss} is asked for
     * @param positive the label of each score
     */
    public RankingQuality(float[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(scores.length + " scores and " + positive.length + " labels");
        }
        this.scores = scores.clone();
        this.positive = positive.clone();
        this.ascending = order(scores);
        long count = 0;
        for (boolean label : positive) {
            count += label ? 1 : 0;
        }
        this.positives = count;
    }

    public long rows() {
        return scores.length;
    }

    public long positives() {
        return positives;
    }

    public long negatives() {
        return scores.length - positives;
    }

    /** The probability that a positive scores above a negative, ties counting half; NaN unless there are both. */
    public double auc() {
        long twiceWon = 0;
        long negativesBelow = 0;
        for (int start = 0; start < ascending.length; ) {
            int end = endOfTies(start);
            long positivesHere = positivesIn(start, end);
            long negativesHere = end - start - positivesHere;
            twiceWon += positivesHere * (2 * negativesBelow + negativesHere);
            negativesBelow += negativesHere;
            start = end;
        }
        return twiceWon / 2.0 / ((double) positives * negatives());
    }

    /** The mean over the positives of the precision at their score; NaN without positives. */
    public double averagePrecision() {
        double sum = 0;
        long positivesAbove = positives;
        for (int start = 0; start < ascending.length; ) {
            int end = endOfTies(start);
            long positivesHere = positivesIn(start, end);
            sum += positivesHere * ((double) positivesAbove / (ascending.length - start));
            positivesAbove -= positivesHere;
            start = end;
        }
        return sum / positives;
    }

    /** The mean of -ln of the probability that was given to what happened; NaN without rows. */
    public double logLoss() {
        double sum = 0;
        for (int row = 0; row < scores.length; row++) {
            double given = positive[row] ? scores[row] : 1 - (double) scores[row];
            sum -= Math.log(Math.max(given, LEAST));
        }
        return sum / scores.length;
    }

    /** What the decision "positive from this score on" does. */
    public Decisions at(double threshold) {
        long hits = 0;
        long alarms = 0;
        for (int row = 0; row < scores.length; row++) {
            if (scores[row] >= threshold) {
                alarms++;
                hits += positive[row] ? 1 : 0;
            }
        }
        return new Decisions(hits, alarms - hits, positives - hits);
    }

    /**
     * Decisions counted against labels.
     *
     * @param hits positives decided as such
     * @param falseAlarms negatives decided as positive
     * @param misses positives decided as negative
     */
    public record Decisions(long hits, long falseAlarms, long misses) {
        /** The share of hits among all positive decisions; NaN when there are none. */
        public double precision() {
            return (double) hits / (hits + falseAlarms);
        }

        /** The share of hits among all positives; NaN when there are none. */
        public double recall() {
            return (double) hits / (hits + misses);
        }
    }

    private int endOfTies(int start) {
        int end = start + 1;
        while (end < ascending.length && scores[ascending[end]] == scores[ascending[start]]) {
            end++;
        }
        return end;
    }

    private long positivesIn(int start, int end) {
        long count = 0;
        for (int i = start; i < end; i++) {
            count += positive[ascending[i]] ? 1 : 0;
        }
        return count;
    }

    /** Row numbers in ascending order of score: sorts one long for each row, the score's order above the row's number. */
    private static int[] order(float[] scores) {
        long[] keys = new long[scores.length];
        for (int row = 0; row < scores.length; row++) {
            if (!Float.isFinite(scores[row])) {
                throw new IllegalArgumentException("score " + scores[row] + " in row " + row + " is not finite");
            }
            int bits = Float.floatToIntBits(scores[row] + 0f); // + 0 turns -0 to 0, its tie
            int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            keys[row] = ((long) ordered << 32) | row;
        }
        Arrays.sort(keys);
        int[] rows = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            rows[i] = (int) keys[i];
        }
        return rows;
    }
}
