package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;

/**
 * Reads the largest among the aggregates of all groups that have rows in the window, descending.
 *
 * @param n how many
 * @param empty what is yielded for those that there are not
 */
record TopGroupsReading(int part, int window, GroupValue value, int n, double empty, int slot) implements Reading {
    @Override
    public void read(PartState[] parts, long time, double[] row) {
        KeyedState state = (KeyedState) parts[part];
        int found = 0;
        for (int group = 0; group < state.counts().size(); group++) {
            if (state.counts().count(group, window) > 0) {
                found = select(value.of(state, group, window), row, found);
            }
        }
        for (int i = found; i < n; i++) {
            row[slot + i] = empty;
        }
    }

    private int select(double candidate, double[] row, int found) {
        int at = found;
        while (at > 0 && Double.compare(candidate, row[slot + at - 1]) > 0) {
            if (at < n) {
                row[slot + at] = row[slot + at - 1];
            }
            at--;
        }
        if (at < n) {
            row[slot + at] = candidate;
        }
        return Math.min(found + 1, n);
    }
}
