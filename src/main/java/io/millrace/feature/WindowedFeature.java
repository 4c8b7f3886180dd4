package io.millrace.feature;

import io.millrace.feature.aggregate.Aggregate;

/**
 * One aggregate over one exact sliding window {@code (t - lag - window, t - lag]} of event time.
 *
 * @param column index of the column in {@link FeatureSet#columns}
 * @param by index of the column of groups, or of second values, of the same source; -1 where the aggregate has none
 * @param window length in milliseconds, at least 1; {@link #LIFETIME} for everything since the beginning
 * @param lag how long ago the window ended in milliseconds, at least 0
 * @param withEvent whether the event at hand is in the window, where it is of the column's source and the lag is 0
 * @param empty what the aggregate yields where it has no value
 * @param slot where the first value goes in the row of all features; the others follow
 */
public record WindowedFeature(
        Aggregate aggregate, int column, int by, long window, long lag, boolean withEvent, double empty, int slot) {
    /** The length of a window that never ends. */
    public static final long LIFETIME = Long.MAX_VALUE;

    public WindowedFeature {
        if (window < 1 || lag < 0) {
            throw new IllegalArgumentException("window " + window + " ms, lag " + lag
                    + " ms: a window is at least 1 ms long and its lag is not negative");
        }
    }

    public boolean isLifetime() {
        return window == LIFETIME;
    }
}
