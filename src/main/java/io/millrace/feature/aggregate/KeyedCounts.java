package io.millrace.feature.aggregate;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.Arrays;

/**
 * For each key, how many rows lie in each of a part's windows. Rows of the table stand in the order of the keys, as signed numbers; a key without a row in any window
 * is not in it.
 *
 * <p>Window i lies between edge 0 and edge i+1; a part that has edge 0 only has one window, to which rows come and which they never leave.
 */
final class KeyedCounts {
    private static final int FIRST_ROWS = 4;

    private final int windows;
    private int size;
    private long[] keys;
    private long[] counts;

    /** @param edges the number of the part's edges */
    KeyedCounts(int edges) {
        this(edges, FIRST_ROWS);
    }

    private KeyedCounts(int edges, int capacity) {
        this.windows = Math.max(1, edges - 1);
        this.keys = new long[capacity];
        this.counts = new long[capacity * windows];
    }

    int size() {
        return size;
    }

    long key(int row) {
        return keys[row];
    }

    /** How many rows with the key of this row of the table lie in a window. */
    long count(int row, int window) {
        return counts[row * windows + window];
    }

    /** How many rows lie in a window. */
    long total(int window) {
        long total = 0;
        for (int row = 0; row < size; row++) {
            total += count(row, window);
        }
        return total;
    }

    /** The row of a key; where there is none, -1 less the row where it belongs. */
    int indexOf(long key) {
        return Arrays.binarySearch(keys, 0, size, key);
    }

    void insertAt(int row, long key) {
        ensure(size + 1);
        move(row, row + 1);
        keys[row] = key;
        Arrays.fill(counts, row * windows, (row + 1) * windows, 0);
        size++;
    }

    void removeAt(int row) {
        move(row + 1, row);
        size--;
    }

    /** Rows came to lie behind an edge: behind edge 0 they enter every window, behind another they leave the one that begins there. A negative number takes that back. */
    void add(int row, int edge, int number) {
        int first = row * windows;
        if (edge > 0) {
            counts[first + edge - 1] -= number;
            return;
        }
        for (int i = first; i < first + windows; i++) {
            counts[i] += number;
        }
    }

    /** Whether no window has a row of this key. While one row is put in or taken out edge by edge, numbers may be negative. */
    boolean isVacant(int row) {
        for (int i = (row + 1) * windows - 1; i >= row * windows; i--) {
            if (counts[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes keys as the steps between them without their trailing zeros, and counts as the steps from one window to the next longer one. */
    void write(StateWriter out) {
        out.writeUnsigned(size);
        long last = 0;
        for (int row = 0; row < size; row++) {
            writeStep(keys[row] - last, out);
            writeCounts(row * windows, out);
            last = keys[row];
        }
    }

    private static void writeStep(long step, StateWriter out) {
        int zeros = Long.numberOfTrailingZeros(step);
        out.writeByte(zeros);
        out.writeUnsigned(step >>> zeros);
    }

    private void writeCounts(int first, StateWriter out) {
        long last = 0;
        for (int i = first; i < first + windows; i++) {
            out.writeUnsigned(counts[i] - last);
            last = counts[i];
        }
    }

    /** Reads what {@link #write} wrote for as many edges. */
    static KeyedCounts read(int edges, StateReader in) {
        int size = in.readCount();
        KeyedCounts table = new KeyedCounts(edges, size + 1);
        long last = 0;
        for (int row = 0; row < size; row++) {
            int zeros = in.readByte();
            last += in.readUnsigned() << zeros;
            table.keys[row] = last;
            table.readCounts(row * table.windows, in);
        }
        table.size = size;
        return table;
    }

    private void readCounts(int first, StateReader in) {
        long last = 0;
        for (int i = first; i < first + windows; i++) {
            last += in.readUnsigned();
            counts[i] = last;
        }
    }

    private void move(int from, int to) {
        System.arraycopy(keys, from, keys, to, size - from);
        System.arraycopy(counts, from * windows, counts, to * windows, (size - from) * windows);
    }

    private void ensure(int rows) {
        if (rows > keys.length) {
            int capacity = Math.max(rows, keys.length * 2);
            keys = Arrays.copyOf(keys, capacity);
            counts = Arrays.copyOf(counts, capacity * windows);
        }
    }
}
