package io.millrace.feature;

import io.millrace.event.Event;

/**
 * An event on its way through the feature sets, with the features computed so far and what their entities had seen. Each
 * feature set fills its own slots.
 *
 * @param row all features by slot; empty for an event that is not scored but only feeds feature sets
 */
@SuppressWarnings("ArrayRecordComponent") // the row is filled in place from operator to operator
public record PartialVector(Event event, double[] row, Frontier frontier) {
    /** The row of an event that is not scored. */
    public static final double[] NO_ROW = {};

    /** The start of a scored event's way. */
    public static PartialVector scored(Event event, int features) {
        return new PartialVector(event, new double[features], new Frontier());
    }

    /** An event that only feeds feature sets. */
    public static PartialVector fact(Event event) {
        return new PartialVector(event, NO_ROW, new Frontier());
    }

    public boolean isScored() {
        return row.length > 0;
    }
}
