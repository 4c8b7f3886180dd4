package io.millrace.feature;

import io.millrace.event.Event;

/**
 * An event on its way through the feature sets, with the features computed so far and what their entities had seen. Each
 * feature set fills its own slots. A retraction goes the same way and takes its event out of them again.
 *
 * @param row all features by slot; empty for an event that is not scored but only feeds feature sets, and for a retraction
 * @param warming what is known of features in the row that are warming, for sets still to come
 */
@SuppressWarnings("ArrayRecordComponent") // the row is filled in place from operator to operator
public record PartialVector(Kind kind, Event event, double[] row, Frontier frontier, WarmingSlots warming) {
    /** The row of an event that is not scored. */
    public static final double[] NO_ROW = {};

    /** What becomes of the event. */
    public enum Kind {
        /** It feeds feature sets and is scored. */
        SCORED,
        /** It only feeds feature sets, or erases entities of them. */
        FACT,
        /** It was deleted, and leaves the feature sets. */
        RETRACTION
    }

    /** The start of a scored event's way. */
    public static PartialVector scored(Event event, int features) {
        return new PartialVector(Kind.SCORED, event, new double[features], new Frontier(), WarmingSlots.NONE);
    }

    /** An event that only feeds feature sets, or erases entities of them. */
    public static PartialVector fact(Event event) {
        return new PartialVector(Kind.FACT, event, NO_ROW, new Frontier(), WarmingSlots.NONE);
    }

    /** The deletion of an event. */
    public static PartialVector retraction(Event event) {
        return new PartialVector(Kind.RETRACTION, event, NO_ROW, new Frontier(), WarmingSlots.NONE);
    }

    /** The same event, with what is known of warming features after one more set. */
    public PartialVector with(WarmingSlots after) {
        return after.equals(warming) ? this : new PartialVector(kind, event, row, frontier, after);
    }

    public boolean isScored() {
        return kind == Kind.SCORED;
    }

    public boolean isFact() {
        return kind == Kind.FACT;
    }

    public boolean isRetraction() {
        return kind == Kind.RETRACTION;
    }
}
