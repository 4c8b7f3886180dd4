package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/**
 * How many values of each bin lie behind each edge. What is written is how many lie between each edge and the next; of a single edge how many lie behind it.
 */
final class HistogramState extends Additive {
    private final int column;
    private final double[] bounds;
    private final int edges;
    private final int bins;
    private final long[] counts;

    HistogramState(HistogramPart part, int edges) {
        this.column = part.column();
        this.bounds = part.bounds().stream().mapToDouble(Double::doubleValue).toArray();
        this.edges = edges;
        this.bins = bounds.length + 1;
        this.counts = new long[edges * bins];
    }

    /** How many values of a bin are in a window; in a lifetime window where {@code left} is 0. */
    long count(int bin, int left) {
        return left == 0 ? counts[bin] : counts[bin] - counts[left * bins + bin];
    }

    @Override
    public void change(int edge, Rows rows, int row, int step) {
        if (!rows.isMissing(row, column)) {
            counts[edge * bins + bin(rows.number(row, column))] += step;
        }
    }

    /** The number of bounds below a value. */
    private int bin(double value) {
        int from = 0;
        int to = bounds.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (bounds[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public void write(StateWriter out) {
        for (int i = 0; i < written(); i++) {
            out.writeUnsigned(edges == 1 ? counts[i] : counts[i] - counts[i + bins]);
        }
    }

    /** Reads what {@link #write} wrote into counts that are zero. */
    void readCounts(StateReader in) {
        for (int i = 0; i < written(); i++) {
            counts[i] = in.readUnsigned();
        }
        for (int i = written() - bins - 1; i >= 0; i--) {
            counts[i] += counts[i + bins];
        }
    }

    private int written() {
        return Math.max(1, edges - 1) * bins;
    }
}
