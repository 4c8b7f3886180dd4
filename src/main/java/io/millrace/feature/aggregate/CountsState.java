package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateWriter;

/** The number of rows of each key in each window. */
final class CountsState extends KeyedState {
    private final KeyedPart part;
    private final KeyedCounts counts;

    CountsState(KeyedPart part, KeyedCounts counts) {
        this.part = part;
        this.counts = counts;
    }

    @Override
    public KeyedCounts counts() {
        return counts;
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        add(edge, part.key(rows, row), 1);
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        add(edge, part.key(rows, row), 1);
        return true;
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        add(edge, part.key(rows, row), -1);
        return true;
    }

    private void add(int edge, long key, int number) {
        if (key == Rows.MISSING) {
            return;
        }
        int at = counts.indexOf(key);
        if (at < 0) {
            at = ~at;
            counts.insertAt(at, key);
        }
        counts.add(at, edge, number);
        if (counts.isVacant(at)) {
            counts.removeAt(at);
        }
    }

    @Override
    public void write(StateWriter out) {
        counts.write(out);
    }
}
