package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.Custom;
import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder.Handle;
import java.util.Arrays;
import java.util.function.Supplier;

/** Reads the values of an aggregate of a user's own. Used by one thread. */
final class CustomReading implements Reading {
    private final Accumulator accumulator;
    private final SumsAt place;
    private final Target target;
    private final long[] sums;
    private final double[] values;

    private CustomReading(Custom aggregate, SumsAt place, Target target) {
        this.accumulator = aggregate.accumulator();
        this.place = place;
        this.target = target;
        this.sums = new long[accumulator.sums()];
        this.values = new double[aggregate.suffixes().size()];
    }

    static Supplier<Reading> plan(Custom aggregate, Target target) {
        Handle handle = target.use(new CustomPart(target.column(), target.by(), aggregate));
        return () -> new CustomReading(aggregate, SumsAt.of(handle), target);
    }

    @Override
    public void read(PartState[] parts, long time, double[] row) {
        CustomState state = (CustomState) parts[place.part()];
        long count = state.count(place.left());
        Arrays.fill(values, Double.NaN);
        if (count > 0) {
            state.sums(place.left(), sums);
            accumulator.result(count, sums, time - target.lag(), values);
        }
        for (int i = 0; i < values.length; i++) {
            row[target.slot() + i] = Double.isFinite(values[i]) ? values[i] + 0.0 : target.empty();
        }
    }
}
