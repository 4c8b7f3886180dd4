package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/** A few values of one column with their places, in the order of (time, partition, offset). Used by one thread. */
final class PlacedValues {
    private final int column;
    private final Rows held;

    /** @param column index of the column in the rows that values are taken from */
    PlacedValues(int column, int capacity) {
        this.column = column;
        this.held = new Rows(1, capacity);
    }

    int size() {
        return held.size();
    }

    long time(int index) {
        return held.time(index);
    }

    double value(int index) {
        return held.number(index, 0);
    }

    /** Whether a row has its place before a value. */
    boolean isBefore(Rows rows, int row, int index) {
        return held.compare(index, rows.time(row), rows.partition(row), rows.offset(row)) > 0;
    }

    /** Adds a row's value at its place. */
    void add(Rows rows, int row) {
        int place = held.upTo(rows.time(row), rows.partition(row), rows.offset(row));
        held.insertAt(place, rows.time(row), rows.partition(row), rows.offset(row));
        held.set(place, 0, rows.bits(row, column));
    }

    /** The index of a row's value, or -1. */
    int indexOf(Rows rows, int row) {
        int index = held.upTo(rows.time(row), rows.partition(row), rows.offset(row)) - 1;
        boolean found = index >= 0 && held.compare(index, rows.time(row), rows.partition(row), rows.offset(row)) == 0;
        return found ? index : -1;
    }

    void remove(int index) {
        held.removeAt(index);
    }

    /** Removes every value at or before a time. */
    void removeUntil(long time) {
        int gone = 0;
        while (gone < held.size() && held.time(gone) <= time) {
            gone++;
        }
        if (gone > 0) {
            held.removeFirst(gone);
        }
    }

    void clear() {
        held.clear();
    }

    /** Writes differences from each value to the next. */
    void write(StateWriter out) {
        out.writeUnsigned(held.size());
        long time = 0;
        long partition = 0;
        long offset = 0;
        long bits = 0;
        for (int i = 0; i < held.size(); i++) {
            out.writeLong(held.time(i) - time);
            out.writeLong(held.partition(i) - partition);
            out.writeLong(held.offset(i) - offset);
            out.writeUnsigned(held.bits(i, 0) ^ bits);
            time = held.time(i);
            partition = held.partition(i);
            offset = held.offset(i);
            bits = held.bits(i, 0);
        }
    }

    void read(StateReader in) {
        int count = in.readCount();
        long time = 0;
        long partition = 0;
        long offset = 0;
        long bits = 0;
        for (int i = 0; i < count; i++) {
            time += in.readLong();
            partition += in.readLong();
            offset += in.readLong();
            bits ^= in.readUnsigned();
            held.append(time, Math.toIntExact(partition), offset);
            held.set(i, 0, bits);
        }
    }
}
