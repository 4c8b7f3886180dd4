package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/** How many values lie behind each edge. What is written is how many lie between each edge and the next; of a single edge how many lie behind it. */
final class CountState extends Additive {
    private final int column;
    private final long[] counts;

    CountState(int column, int edges) {
        this.column = column;
        this.counts = new long[edges];
    }

    static CountState read(int column, int edges, StateReader in) {
        CountState state = new CountState(column, edges);
        if (edges == 1) {
            state.counts[0] = in.readUnsigned();
        }
        for (int edge = edges - 2; edge >= 0; edge--) {
            state.counts[edge] = state.counts[edge + 1] + in.readUnsigned();
        }
        return state;
    }

    @Override
    public void write(StateWriter out) {
        if (counts.length == 1) {
            out.writeUnsigned(counts[0]);
        }
        for (int edge = counts.length - 2; edge >= 0; edge--) {
            out.writeUnsigned(counts[edge] - counts[edge + 1]);
        }
    }

    /** How many values are in a window; in a lifetime window where {@code left} is 0. */
    long count(int left) {
        return left == 0 ? counts[0] : counts[0] - counts[left];
    }

    @Override
    public void change(int edge, Rows rows, int row, int step) {
        if (!rows.isMissing(row, column)) {
            counts[edge] += step;
        }
    }
}
