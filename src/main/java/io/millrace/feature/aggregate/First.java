package io.millrace.feature.aggregate;

import io.millrace.feature.state.Lookahead;
import io.millrace.feature.state.Reversible;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/** State of a {@link FirstPart}: every value of the window up to the last that is held, and whether others may follow that are not held. */
final class First extends Reversible implements Lookahead {
    private final int column;
    private final int k;
    private final int capacity;
    private final PlacedValues values;
    private boolean more;

    First(FirstPart part) {
        this.column = part.column();
        this.k = part.k();
        this.capacity = part.capacity();
        this.values = new PlacedValues(column, Math.min(capacity, 16));
    }

    /** Milliseconds from the first value to {@code time}. */
    double sinceFirst(long time, double empty) {
        return values.size() > 0 ? time - values.time(0) : empty;
    }

    /**
     * The time of the first value.
     *
     * @throws IllegalStateException where the window has none
     */
    long firstTime() {
        if (values.size() == 0) {
            throw new IllegalStateException("the first value of a window was asked for, and none is held");
        }
        return values.time(0);
    }

    /** The first k values from a slot of a row on. */
    void values(double empty, double[] row, int slot) {
        for (int i = 0; i < k; i++) {
            row[slot + i] = i < values.size() ? values.value(i) : empty;
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
        int size = values.size();
        if (size == 0 || !values.isBefore(rows, row, size - 1)) {
            addLast(rows, row);
            return;
        }
        if (size == capacity) {
            values.remove(size - 1);
            more = true;
        }
        values.add(rows, row);
    }

    private void addLast(Rows rows, int row) {
        if (!more && values.size() < capacity) {
            values.add(rows, row);
        } else {
            more = true;
        }
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        int index = rows.isMissing(row, column) ? -1 : values.indexOf(rows, row);
        if (index >= 0) {
            values.remove(index);
        }
        return true;
    }

    @Override
    public boolean needsRows() {
        return more && values.size() < k;
    }

    @Override
    public void restart() {
        values.clear();
        more = false;
    }

    @Override
    public boolean offer(Rows rows, int row) {
        if (!rows.isMissing(row, column)) {
            addLast(rows, row);
        }
        return !more;
    }

    @Override
    public void write(StateWriter out) {
        out.writeByte(more ? 1 : 0);
        values.write(out);
    }

    void read(StateReader in) {
        more = in.readByte() == 1;
        values.read(in);
    }
}
