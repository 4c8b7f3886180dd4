package io.millrace.feature.aggregate;

import io.millrace.feature.state.Reversible;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/**
 * State of a {@link GapPart}: at each edge the number of values behind it, the time of the last of them, and the exact sum of their squared gaps.
 *
 * <p>The squared gaps of a window are what the right edge has and the left one has not, less the gap that spans the left edge. A lifetime window has an edge 1 that no row ever
 * passes.
 */
final class Gaps extends Reversible {
    private final int column;
    private final long[] counts;
    private final long[] last;
    private final Int128[] squares;
    /** Behind how many edges a value lies, counted from the right. */
    private int reached;

    private boolean isTakenBack;

    private final Int128 sum = new Int128();

    Gaps(int column, int edges) {
        this.column = column;
        int size = Math.max(edges, 2);
        this.counts = new long[size];
        this.last = new long[size];
        this.squares = new Int128[size];
        for (int edge = 0; edge < size; edge++) {
            squares[edge] = new Int128();
        }
    }

    /** How many values a window has. */
    long count(int edge) {
        return counts[0] - counts[edge];
    }

    /**
     * The mean gap of a window with at least two values.
     *
     * @param first time of the window's first value
     */
    double mean(int edge, long first) {
        return (double) (last[0] - first) / (count(edge) - 1);
    }

    /**
     * The population standard deviation of the gaps of a window with at least two values. With n gaps g it is sqrt(n sum(g^2) - sum(g)^2) / n; the radicand is exact before it is rounded to a double.
     *
     * @param first time of the window's first value
     */
    double deviation(int edge, long first) {
        long gaps = count(edge) - 1;
        sum.set(squares[0]);
        sum.subtract(squares[edge]);
        if (edge < reached) {
            sum.subtractSquare(first - last[edge]);
        }
        sum.multiply(gaps);
        sum.subtractSquare(last[0] - first);
        return Math.sqrt(sum.toDouble()) / gaps;
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        if (!rows.isMissing(row, column)) {
            append(edge, rows.time(row));
        }
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        boolean isBetween = edge < reached && rows.time(row) < last[edge];
        if (!rows.isMissing(row, column) && isBetween) {
            return false;
        }
        pass(edge, rows, row);
        return true;
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        return rows.isMissing(row, column);
    }

    /** The gap between the first value that was taken back and the one before stays, but for edge 0: a window that begins between them has it not. */
    @Override
    public boolean takeBack(int edge, Rows rows, int row) {
        if (!rows.isMissing(row, column)) {
            counts[edge]--;
            reachBack(edge, rows.time(row));
            isTakenBack |= edge == 0;
        }
        return true;
    }

    @Override
    public boolean stays(Rows rows, int row, boolean lay) {
        boolean isLast = isTakenBack && !rows.isMissing(row, column);
        if (isLast) {
            reachBack(0, rows.time(row));
        }
        return isTakenBack && !isLast;
    }

    private void reachBack(int edge, long time) {
        squares[edge].subtractSquare(last[edge] - time);
        last[edge] = time;
    }

    private void append(int edge, long time) {
        if (edge < reached) {
            squares[edge].addSquare(time - last[edge]);
        } else {
            reached = edge + 1;
        }
        last[edge] = time;
        counts[edge]++;
    }

    @Override
    public void write(StateWriter out) {
        out.writeUnsigned(reached);
        long time = 0;
        for (int edge = 0; edge < reached; edge++) {
            out.writeLong(time - last[edge]);
            time = last[edge];
        }
        for (int edge = 1; edge < counts.length; edge++) {
            out.writeUnsigned(counts[edge - 1] - counts[edge]);
            sum.set(squares[edge - 1]);
            sum.subtract(squares[edge]);
            sum.write(out);
        }
    }

    void read(StateReader in) {
        reached = in.readCount();
        long time = 0;
        for (int edge = 0; edge < reached; edge++) {
            time -= in.readLong();
            last[edge] = time;
        }
        for (int edge = 1; edge < counts.length; edge++) {
            counts[edge] = counts[edge - 1] - in.readUnsigned();
            sum.read(in);
            squares[edge].set(squares[edge - 1]);
            squares[edge].subtract(sum);
        }
    }
}
