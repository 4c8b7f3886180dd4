package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;
import java.util.List;

/** Reads the aggregates of declared groups. */
final class ByGroupReading implements Reading {
    private final int part;
    private final int window;
    private final GroupValue value;
    private final long[] keys;
    private final double withoutRows;
    private final int slot;

    /** @param withoutRows what a group without rows in the window yields */
    ByGroupReading(int part, int window, GroupValue value, List<Long> keys, double withoutRows, int slot) {
        this.part = part;
        this.window = window;
        this.value = value;
        this.keys = keys.stream().mapToLong(Long::longValue).toArray();
        this.withoutRows = withoutRows;
        this.slot = slot;
    }

    @Override
    public void read(PartState[] parts, long time, double[] row) {
        KeyedState state = (KeyedState) parts[part];
        for (int i = 0; i < keys.length; i++) {
            int group = state.counts().indexOf(keys[i]);
            boolean hasRows = group >= 0 && state.counts().count(group, window) > 0;
            row[slot + i] = hasRows ? value.of(state, group, window) : withoutRows;
        }
    }
}
