package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import io.millrace.event.VectorShape;
import io.millrace.feature.state.Rows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the vector in a slot of events. One that is null, of another shape, or with a number that is not finite, is missing as a whole.
 *
 * @param condition which events count; null for all
 */
public record VectorProjection(
        int slot, VectorShape shape, @Nullable Expression condition) implements Projection {
    @Override
    public long bits(Event event, double[] row) {
        long[] words = new long[words()];
        write(event, row, words, 0);
        return words[0];
    }

    @Override
    public int words() {
        return shape.words();
    }

    @Override
    public void write(Event event, double[] row, long[] into, int from) {
        NumberVector vector = event.vectorAt(slot);
        boolean counts = condition == null || condition.eval(event, row) == 1;
        if (vector != null && counts && vector.has(shape) && vector.isFinite()) {
            vector.copyTo(into, from);
        } else {
            Arrays.fill(into, from, from + words(), Rows.MISSING);
        }
    }

    @Override
    public Projection where(Expression holds) {
        if (condition != null) {
            throw new IllegalStateException("a vector is kept under one condition, not two");
        }
        return new VectorProjection(slot, shape, holds);
    }
}
