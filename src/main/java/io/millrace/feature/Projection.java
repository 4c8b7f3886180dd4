package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.state.Rows;

/**
 * What is kept of an event for one column: the 64 bits of a double, the hash of a string, or the words of a vector; {@link Rows#MISSING} for no value.
 */
@FunctionalInterface
public interface Projection {
    /**
     * The bits that are kept; of a vector the first word.
     *
     * @param row the features of earlier sets by slot; empty for an event that is not scored
     */
    long bits(Event event, double[] row);

    /** How many words of 64 bits are kept. */
    default int words() {
        return 1;
    }

    /** Writes the words that are kept into others, from an index on. */
    default void write(Event event, double[] row, long[] into, int from) {
        into[from] = bits(event, row);
    }

    /** A column of numbers. NaN and infinities count as missing; minus zero is zero. */
    static Projection of(Expression expression) {
        return (event, row) -> {
            double value = expression.eval(event, row);
            return Double.isFinite(value) ? Double.doubleToRawLongBits(value + 0.0) : Rows.MISSING;
        };
    }

    /** Keeps the value only of events for which a condition holds. */
    default Projection where(Expression condition) {
        return (event, row) -> condition.eval(event, row) == 1 ? bits(event, row) : Rows.MISSING;
    }
}
