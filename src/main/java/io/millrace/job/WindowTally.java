package io.millrace.job;

import java.util.Arrays;
import java.util.List;

/** Counts, sums and extremes of one scan over events, for several windows that end now. Each event is added to the shortest window that holds it; longer ones take it from there. */
final class WindowTally {
    private final List<WindowAggregate> features;
    /** Ascending. */
    private final long[] windows;

    private final int[] windowOf;
    private final long[] counts;
    private final double[] sums;
    private final double[] least;
    private final double[] most;
    private long now;

    WindowTally(List<WindowAggregate> features) {
        this.features = features;
        this.windows = WindowAggregate.windows(features).stream()
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        this.windowOf = features.stream()
                .mapToInt(feature -> Arrays.binarySearch(windows, feature.window()))
                .toArray();
        this.counts = new long[windows.length];
        this.sums = new double[windows.length];
        this.least = new double[windows.length];
        this.most = new double[windows.length];
    }

    void begin(long time) {
        now = time;
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
    }

    /** Adds an event at or before now, and tells whether any window holds it. */
    boolean add(long time, double amount) {
        long age = now - time;
        for (int window = 0; window < windows.length; window++) {
            if (age < windows[window]) {
                merge(window, 1, amount, amount, amount);
                return true;
            }
        }
        return false;
    }

    /** Writes the features in their order. No event may be added behind it. */
    void read(double[] row) {
        for (int window = 1; window < windows.length; window++) {
            int shorter = window - 1;
            merge(window, counts[shorter], sums[shorter], least[shorter], most[shorter]);
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = value(features.get(i).kind(), windowOf[i]);
        }
    }

    private void merge(int window, long count, double sum, double min, double max) {
        counts[window] += count;
        sums[window] += sum;
        least[window] = Math.min(least[window], min);
        most[window] = Math.max(most[window], max);
    }

    private double value(WindowAggregate.Kind kind, int window) {
        return switch (kind) {
            case COUNT -> counts[window];
            case SUM -> sums[window];
            case AVG -> sums[window] / counts[window];
            case MIN -> least[window];
            case MAX -> most[window];
        };
    }
}
