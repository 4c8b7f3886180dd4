package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.state.Rows;

/** What is kept of an event for one column: the 64 bits of a double, or the hash of a string; {@link Rows#MISSING} for no value. */
@FunctionalInterface
public interface Projection {
    /** @param row the features of earlier sets by slot; empty for an event that is not scored */
    long bits(Event event, double[] row);

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
