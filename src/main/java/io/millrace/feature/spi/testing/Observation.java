package io.millrace.feature.spi.testing;

import java.util.List;

/**
 * What an accumulator is given of one event.
 *
 * @param time in epoch milliseconds
 * @param values as many as the accumulator takes
 */
public record Observation(long time, List<Double> values) {
    public Observation {
        values = List.copyOf(values);
    }

    double[] toArray() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
