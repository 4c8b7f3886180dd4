package io.millrace.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * The features of a set whose windows reach back to before their history was kept. Until event time has passed that, they are missing, never undercounted.
 *
 * <p>A lifetime window begins where its history does, and is not warming.
 */
public final class Warming {
    private final int[] slots;
    private final long[] until;

    public Warming(FeatureSet set, ColumnHistory history) {
        List<Integer> warmingSlots = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (WindowedFeature window : set.windows()) {
            long since = since(set, window, history);
            if (since > Long.MIN_VALUE && !window.isLifetime()) {
                for (int value = 0; value < window.aggregate().suffixes().size(); value++) {
                    warmingSlots.add(window.slot() + value);
                    ends.add(since + window.reach());
                }
            }
        }
        this.slots = warmingSlots.stream().mapToInt(Integer::intValue).toArray();
        this.until = ends.stream().mapToLong(Long::longValue).toArray();
    }

    private static long since(FeatureSet set, WindowedFeature window, ColumnHistory history) {
        long ofColumn = history.since(set.columns().get(window.column()));
        return window.by() < 0
                ? ofColumn
                : Math.max(ofColumn, history.since(set.columns().get(window.by())));
    }

    /** Makes the features that are warming at a time missing. */
    public void apply(long time, double[] row) {
        for (int i = 0; i < slots.length; i++) {
            if (time < until[i]) {
                row[slots[i]] = Double.NaN;
            }
        }
    }

    /** How many features are warming at a time. */
    public int count(long time) {
        int count = 0;
        for (long end : until) {
            count += time < end ? 1 : 0;
        }
        return count;
    }
}
