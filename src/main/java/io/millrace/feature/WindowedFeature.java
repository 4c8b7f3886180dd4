package io.millrace.feature;

import io.millrace.feature.aggregate.Aggregate;

/**
 * One aggregate over one window of event time that ends at {@code t - lag}, the end included. An exact one is {@code (t - lag - window, t - lag]}.
 *
 * @param column index of the column in {@link FeatureSet#columns}
 * @param by index of the column of groups, or of second values, of the same source; -1 where the aggregate has none
 * @param window length in milliseconds, at least 1; {@link #LIFETIME} for everything since the beginning; of a session the most that it has
 * @param begins where the window begins; exact for a lifetime window
 * @param lag how long ago the window ended in milliseconds, at least 0
 * @param withEvent whether the event at hand is in the window, where it is of the column's source and the lag is 0
 * @param empty what the aggregate yields where it has no value
 * @param slot where the first value goes in the row of all features; the others follow
 */
public record WindowedFeature(
        Aggregate aggregate,
        int column,
        int by,
        long window,
        Beginning begins,
        long lag,
        boolean withEvent,
        double empty,
        int slot) {
    /** The length of a window that never ends. */
    public static final long LIFETIME = Long.MAX_VALUE;

    public WindowedFeature {
        if (window < 1 || lag < 0) {
            throw new IllegalArgumentException("window " + window + " ms, lag " + lag
                    + " ms: a window is at least 1 ms long and its lag is not negative");
        }
        if (window == LIFETIME && !begins.equals(Beginning.EXACT)) {
            throw new IllegalArgumentException("a lifetime window has no left edge for" + begins.text());
        }
    }

    /** One with an exact window. */
    public WindowedFeature(
            Aggregate aggregate, int column, int by, long window, long lag, boolean withEvent, double empty, int slot) {
        this(aggregate, column, by, window, Beginning.EXACT, lag, withEvent, empty, slot);
    }

    public boolean isLifetime() {
        return window == LIFETIME;
    }

    /** How far back of an event the window reaches at most, in milliseconds; of a lifetime window how far back it ends. */
    public long reach() {
        return isLifetime() ? lag : window + lag + begins.hop() - 1;
    }

    /** The time, as of an event's, at or before which no event is in the window, which must not be a lifetime window. */
    public long left(long time) {
        long exact = time - lag - window;
        return exact - Math.floorMod(exact, begins.hop());
    }
}
