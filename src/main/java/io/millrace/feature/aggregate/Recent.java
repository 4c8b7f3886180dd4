package io.millrace.feature.aggregate;

import io.millrace.feature.state.Reversible;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/** State of a {@link RecentPart}: the last k values of the longest window. Fewer than k are all that the window has. */
final class Recent extends Reversible {
    private final int column;
    private final int k;
    private final PlacedValues values;
    private boolean isTakenBack;

    Recent(RecentPart part) {
        this.column = part.column();
        this.k = part.k();
        this.values = new PlacedValues(column, Math.min(k, 8));
    }

    /** Milliseconds from the last value that is later than {@code left} to {@code time}. */
    double sinceLast(long left, long time, double empty) {
        int last = values.size() - 1;
        return last >= 0 && values.time(last) > left ? time - values.time(last) : empty;
    }

    /** The k last values later than a time, the newest first, from a slot of a row on. */
    void after(long left, double empty, double[] row, int slot) {
        int newest = values.size() - 1;
        for (int i = 0; i < k; i++) {
            int index = newest - i;
            row[slot + i] = index >= 0 && values.time(index) > left ? values.value(index) : empty;
        }
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        insert(edge, rows, row);
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        if (!rows.isMissing(row, column)) {
            if (edge == 0) {
                add(rows, row);
            } else {
                values.removeUntil(rows.time(row));
            }
        }
        return true;
    }

    private void add(Rows rows, int row) {
        if (values.size() == k) {
            if (values.isBefore(rows, row, 0)) {
                return;
            }
            values.remove(0);
        }
        values.add(rows, row);
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        int index = rows.isMissing(row, column) ? -1 : values.indexOf(rows, row);
        if (index < 0) {
            return true;
        }
        boolean all = values.size() < k;
        values.remove(index);
        return all;
    }

    @Override
    public boolean takeBack(int edge, Rows rows, int row) {
        if (edge == 0) {
            isTakenBack = true;
            values.clear();
        } else if (!isTakenBack) {
            addIfShort(rows, row);
        }
        return true;
    }

    /** Has all k values of rows that stay, or all that are left, so that none is missed at the other edge. */
    @Override
    public boolean stays(Rows rows, int row, boolean lay) {
        if (isTakenBack) {
            addIfShort(rows, row);
        }
        return isTakenBack && values.size() < k;
    }

    private void addIfShort(Rows rows, int row) {
        if (!rows.isMissing(row, column) && values.size() < k) {
            values.add(rows, row);
        }
    }

    @Override
    public void write(StateWriter out) {
        values.write(out);
    }

    void read(StateReader in) {
        values.read(in);
    }
}
