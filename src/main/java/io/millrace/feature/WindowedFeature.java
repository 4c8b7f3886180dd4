package io.millrace.feature;

/**
 * One aggregate over one exact sliding window {@code (t - lag - window, t - lag]} of event time.
 *
 * @param column index of the column in {@link FeatureSet#columns}
 * @param window length in milliseconds, at least 1
 * @param lag how long ago the window ended in milliseconds, at least 0
 * @param slot where the value goes in the row of all features
 */
public record WindowedFeature(Aggregation aggregation, int column, long window, long lag, int slot) {
    public WindowedFeature {
        if (window < 1 || lag < 0) {
            throw new IllegalArgumentException("window " + window + " ms, lag " + lag
                    + " ms: a window is at least 1 ms long and its lag is not negative");
        }
    }
}
