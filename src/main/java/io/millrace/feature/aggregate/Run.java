package io.millrace.feature.aggregate;

import io.millrace.feature.state.Reversible;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/**
 * State of a {@link RunPart}. A lifetime window has an edge 1 that no row ever passes.
 */
final class Run extends Reversible {
    private static final long HOLDS = Double.doubleToRawLongBits(1);

    private final int column;
    /** How many values lie behind each edge; what all have in common is left out when written. */
    private final long[] counts;

    private long length;
    private boolean broken;
    private long time;
    private int partition;
    private long offset;
    private boolean isTakenBack;

    Run(int column, int edges) {
        this.column = column;
        this.counts = new long[Math.max(edges, 2)];
    }

    /** The streak of a window. */
    long length(int edge) {
        return Math.min(length, counts[0] - counts[edge]);
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        if (rows.isMissing(row, column)) {
            return;
        }
        counts[edge]++;
        if (edge == 0) {
            if (rows.bits(row, column) == HOLDS) {
                length++;
            } else {
                breakAt(rows, row);
            }
        }
    }

    private void breakAt(Rows rows, int row) {
        length = 0;
        broken = true;
        time = rows.time(row);
        partition = rows.partition(row);
        offset = rows.offset(row);
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        if (rows.isMissing(row, column)) {
            return true;
        }
        if (edge > 0 || isBeforeBreak(rows, row)) {
            counts[edge]++;
            return true;
        }
        boolean known = length == 0 || rows.bits(row, column) == HOLDS;
        if (known) {
            pass(edge, rows, row);
        }
        return known;
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        if (rows.isMissing(row, column)) {
            return true;
        }
        counts[edge]--;
        if (edge > 0 || isBeforeBreak(rows, row)) {
            return true;
        }
        length--;
        return rows.bits(row, column) == HOLDS;
    }

    @Override
    public boolean takeBack(int edge, Rows rows, int row) {
        if (!rows.isMissing(row, column)) {
            counts[edge]--;
        }
        if (edge == 0) {
            isTakenBack = true;
            length = 0;
        }
        return true;
    }

    @Override
    public boolean stays(Rows rows, int row, boolean lay) {
        boolean holds = rows.bits(row, column) == HOLDS;
        if (isTakenBack && holds) {
            length++;
        }
        return isTakenBack && (holds || rows.isMissing(row, column));
    }

    private boolean isBeforeBreak(Rows rows, int row) {
        return broken && rows.compare(row, time, partition, offset) < 0;
    }

    @Override
    public void write(StateWriter out) {
        out.writeUnsigned(length);
        out.writeByte(broken ? 1 : 0);
        if (broken) {
            out.writeLong(time);
            out.writeLong(partition);
            out.writeLong(offset);
        }
        for (int edge = 1; edge < counts.length; edge++) {
            out.writeUnsigned(counts[edge - 1] - counts[edge]);
        }
    }

    void read(StateReader in) {
        length = in.readUnsigned();
        broken = in.readByte() == 1;
        if (broken) {
            time = in.readLong();
            partition = Math.toIntExact(in.readLong());
            offset = in.readLong();
        }
        for (int edge = 1; edge < counts.length; edge++) {
            counts[edge] = counts[edge - 1] - in.readUnsigned();
        }
    }
}
