package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;

/**
 * Reads the categories with most rows, by descending count, then by ascending value; a category's value is the double that its bits are.
 *
 * @param k how many
 * @param empty what is yielded for those that there are not
 */
record MostFrequentReading(int part, int window, int k, double empty, int slot) implements Reading {
    /** The slots hold indices of categories while it selects, in the end their values. */
    @Override
    public void read(PartState[] parts, long time, double[] row) {
        KeyedCounts counts = ((KeyedState) parts[part]).counts();
        int found = 0;
        for (int i = 0; i < counts.size(); i++) {
            if (counts.count(i, window) > 0) {
                found = select(counts, i, row, found);
            }
        }
        for (int i = 0; i < k; i++) {
            row[slot + i] = i < found ? value(counts, (int) row[slot + i]) : empty;
        }
    }

    private int select(KeyedCounts counts, int candidate, double[] row, int found) {
        int at = found;
        while (at > 0 && precedes(counts, candidate, (int) row[slot + at - 1])) {
            if (at < k) {
                row[slot + at] = row[slot + at - 1];
            }
            at--;
        }
        if (at < k) {
            row[slot + at] = candidate;
        }
        return Math.min(found + 1, k);
    }

    private boolean precedes(KeyedCounts counts, int a, int b) {
        int byCount = Long.compare(counts.count(b, window), counts.count(a, window));
        return byCount < 0 || (byCount == 0 && Double.compare(value(counts, a), value(counts, b)) < 0);
    }

    private static double value(KeyedCounts counts, int row) {
        return Double.longBitsToDouble(counts.key(row));
    }
}
