package io.millrace.feature;

import io.millrace.event.Event;

/**
 * An event on its way through the feature sets, with the features computed so far and what their entities had seen. Each
 * feature set fills its own slots. A retraction goes the same way and takes its event out of them again.
 *
 * <p>The row is made when it is first asked for: events may wait for long before the first feature set takes them up, and with 30 features an empty row is a third of what one takes in memory.
 */
public final class PartialVector {
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

    private final Kind kind;
    private final Event event;
    private final int features;
    private final Frontier frontier;
    private final WarmingSlots warming;
    private double[] row;

    /**
     * An event that is on its way.
     *
     * @param features length of the row
     * @param row all features by slot, or {@link #NO_ROW} as long as all of them are 0
     * @param warming what is known of features in the row that are warming, for sets still to come
     */
    PartialVector(Kind kind, Event event, int features, double[] row, Frontier frontier, WarmingSlots warming) {
        this.kind = kind;
        this.event = event;
        this.features = features;
        this.row = row;
        this.frontier = frontier;
        this.warming = warming;
    }

    private static PartialVector begin(Kind kind, Event event, int features) {
        return new PartialVector(kind, event, features, NO_ROW, new Frontier(), WarmingSlots.NONE);
    }

    /**
     * The start of a scored event's way.
     *
     * @param features how many features the definition has; at least 1
     */
    public static PartialVector scored(Event event, int features) {
        return begin(Kind.SCORED, event, features);
    }

    /** An event that only feeds feature sets, or erases entities of them. */
    public static PartialVector fact(Event event) {
        return begin(Kind.FACT, event, 0);
    }

    /** The deletion of an event. */
    public static PartialVector retraction(Event event) {
        return begin(Kind.RETRACTION, event, 0);
    }

    /** The same event, with what is known of warming features after one more set. */
    public PartialVector with(WarmingSlots after) {
        return after.equals(warming) ? this : new PartialVector(kind, event, features, row, frontier, after);
    }

    /** What was computed for an event of the same kind under another definition. */
    public PartialVector of(Event mapped, double[] mappedRow, Frontier mappedFrontier, WarmingSlots mappedWarming) {
        return new PartialVector(kind, mapped, mappedRow.length, mappedRow, mappedFrontier, mappedWarming);
    }

    public Kind kind() {
        return kind;
    }

    public Event event() {
        return event;
    }

    /** All features by slot, filled in place; empty for an event that is not scored but only feeds feature sets, and for a retraction. */
    public double[] row() {
        if (row.length < features) {
            row = new double[features];
        }
        return row;
    }

    /** Length of the row. */
    int features() {
        return features;
    }

    /** The row, or {@link #NO_ROW} where it was never asked for. */
    double[] rowIfMade() {
        return row;
    }

    public Frontier frontier() {
        return frontier;
    }

    public WarmingSlots warming() {
        return warming;
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
