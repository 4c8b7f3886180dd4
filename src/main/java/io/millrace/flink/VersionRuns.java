package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.model.Scorer;
import io.millrace.model.ScoringException;

/**
 * Runs one version on vectors of a batch. Where it fails on several, they are halved until those that it fails on are alone.
 */
final class VersionRuns {
    /** Hears what came of each vector. */
    interface Outcome {
        void scored(int index, float score, Scorer scorer);

        void failed(int index, String reason);
    }

    private final int[] vectorSlots;
    private final PartialVector[] partials;
    private final ModelMetrics metrics;

    /** @param partials the batch */
    VersionRuns(int[] vectorSlots, PartialVector[] partials, ModelMetrics metrics) {
        this.vectorSlots = vectorSlots;
        this.partials = partials;
        this.metrics = metrics;
    }

    /** Runs a version on the vectors with the first {@code count} indices. */
    void run(String version, Scorer scorer, int[] indices, int count, Outcome outcome) {
        run(version, scorer, indices, 0, count, outcome);
    }

    private void run(String version, Scorer scorer, int[] indices, int from, int to, Outcome outcome) {
        String failure = call(version, scorer, indices, from, to);
        if (!failure.isEmpty() && to - from > 1) {
            int middle = (from + to) >>> 1;
            run(version, scorer, indices, from, middle, outcome);
            run(version, scorer, indices, middle, to, outcome);
            return;
        }
        for (int i = from; i < to; i++) {
            report(indices[i], failure, failure.isEmpty() ? scorer.score(i - from) : 0, scorer, outcome);
        }
    }

    private static void report(int index, String failure, float score, Scorer scorer, Outcome outcome) {
        if (!failure.isEmpty()) {
            outcome.failed(index, failure);
        } else if (Float.isFinite(score)) {
            outcome.scored(index, score, scorer);
        } else {
            outcome.failed(index, "the score is " + score + "; expected a finite number");
        }
    }

    /** Why the call failed, or an empty text. */
    private String call(String version, Scorer scorer, int[] indices, int from, int to) {
        for (int i = from; i < to; i++) {
            scorer.put(i - from, partials[indices[i]].row(), vectorSlots);
        }
        long begun = System.nanoTime();
        try {
            scorer.run(to - from);
        } catch (ScoringException e) {
            return String.valueOf(e.getMessage());
        }
        metrics.ran(version, to - from, System.nanoTime() - begun);
        return "";
    }
}
