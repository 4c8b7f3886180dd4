package io.millrace.feature.spi.testing;

import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.spi.CustomAggregate;
import io.millrace.feature.spi.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a window must be: to the bit what a fresh accumulator makes of its events one by one, and nearly what they plainly mean.
 *
 * @param meaning null where that is not known
 * @param tolerance largest error relative to the meaning, or absolute below 1
 */
record Expectation(
        CustomAggregate aggregate,
        Parameters parameters,
        @Nullable PlainMeaning meaning,
        double tolerance) {

    /** What is wrong with the values that were found. */
    Optional<String> failure(List<Observation> window, long end, double[] found) {
        double[] once = inOrder(window, end);
        if (!Arrays.equals(once, found)) {
            return Optional.of("is not a function of the set of events: expected " + Arrays.toString(once)
                    + ", which a fresh accumulator gives to the same events in order, found "
                    + Arrays.toString(found));
        }
        return meaning == null || window.isEmpty() ? Optional.empty() : compare(meaning.of(window, end), found);
    }

    private double[] inOrder(List<Observation> window, long end) {
        Accumulator accumulator = aggregate.accumulator(parameters);
        long[] sums = new long[accumulator.sums()];
        for (Observation observation : window) {
            long[] contribution = new long[sums.length];
            accumulator.contribute(observation.toArray(), observation.time(), contribution);
            Arrays.setAll(sums, i -> sums[i] + contribution[i]);
        }
        double[] values = new double[accumulator.suffixes().size()];
        Arrays.fill(values, Double.NaN);
        if (!window.isEmpty()) {
            accumulator.result(window.size(), sums, end, values);
        }
        return Arrays.stream(values)
                .map(value -> Double.isFinite(value) ? value + 0.0 : Double.NaN)
                .toArray();
    }

    private Optional<String> compare(double[] meant, double[] found) {
        boolean isNear = meant.length == found.length;
        for (int i = 0; isNear && i < meant.length; i++) {
            isNear = isNear(meant[i], found[i]);
        }
        return isNear
                ? Optional.empty()
                : Optional.of("is not what it means: expected " + Arrays.toString(meant) + ", found "
                        + Arrays.toString(found));
    }

    private boolean isNear(double meant, double found) {
        return Double.isNaN(meant)
                ? Double.isNaN(found)
                : Math.abs(meant - found) <= tolerance * Math.max(1, Math.abs(meant));
    }
}
