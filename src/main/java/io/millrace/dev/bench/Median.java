package io.millrace.dev.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Sums up what repeated runs measured. */
final class Median {
    private Median() {}

    /** The middle value; of an even number of runs the mean of the two in the middle. */
    static <T> double of(List<T> runs, ToDoubleFunction<T> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static <T> double highest(List<T> runs, ToDoubleFunction<T> figure) {
        return runs.stream().mapToDouble(figure).max().orElseThrow();
    }
}
