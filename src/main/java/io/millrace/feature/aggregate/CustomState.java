package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/**
 * The number of events behind each edge and the sums of what they contribute, modulo 2^64. What is written are the sums between each edge and the next; of a single edge those behind it.
 */
final class CustomState extends Additive {
    private final CustomPart part;
    private final int edges;
    /** For each edge the count, then the sums. */
    private final long[] state;

    CustomState(CustomPart part, int edges) {
        this.part = part;
        this.edges = edges;
        this.state = new long[edges * width()];
    }

    private int width() {
        return part.sums() + 1;
    }

    /** How many events are in a window; in a lifetime window where {@code left} is 0. */
    long count(int left) {
        return between(0, left);
    }

    /** Writes the sums of a window. */
    void sums(int left, long[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = between(i + 1, left);
        }
    }

    private long between(int position, int left) {
        return left == 0 ? state[position] : state[position] - state[left * width() + position];
    }

    @Override
    public void change(int edge, Rows rows, int row, int sign) {
        if (part.isMissing(rows, row)) {
            return;
        }
        long[] contribution = part.contribution(rows, row);
        int at = edge * width();
        state[at] += sign;
        for (int i = 0; i < contribution.length; i++) {
            state[at + 1 + i] += sign * contribution[i];
        }
    }

    @Override
    public void write(StateWriter out) {
        for (int i = 0; i < written(); i++) {
            out.writeLong(edges == 1 ? state[i] : state[i] - state[i + width()]);
        }
    }

    /** Reads what {@link #write} wrote into sums that are zero. */
    void readSums(StateReader in) {
        for (int i = 0; i < written(); i++) {
            state[i] = in.readLong();
        }
        for (int i = written() - width() - 1; i >= 0; i--) {
            state[i] += state[i + width()];
        }
    }

    private int written() {
        return Math.max(1, edges - 1) * width();
    }
}
