package io.millrace.feature.state;

import java.util.Arrays;

/**
 * Events of one entity from one source, projected to columns, in the order of (time, partition, offset). Row 0 is the oldest. Used by one thread.
 *
 * <p>A column holds 64 bits for each row: those of a double, or the hash of a string. One of a vector holds several words of 64 bits, and is named by the index of the first one.
 */
public final class Rows {
    /** A value that is not there. The hash of no string is this; NaN as a number is. */
    public static final long MISSING = 0x7FF8_0000_0000_0000L;

    private static final int FIRST_ROWS = 8;
    private static final long[] NO_LONGS = {};
    private static final int[] NO_INTS = {};

    private final RowShape shape;
    private final int width;
    private int size;
    private long[] times;
    private int[] partitions;
    private long[] offsets;
    private long[] values;

    /** @param columns their number; each has one word */
    public Rows(int columns) {
        this(columns, FIRST_ROWS);
    }

    public Rows(int columns, int capacity) {
        this(RowShape.ofSingleWords(columns), capacity);
    }

    public Rows(RowShape shape) {
        this(shape, FIRST_ROWS);
    }

    public Rows(RowShape shape, int capacity) {
        this.shape = shape;
        this.width = shape.width();
        this.times = capacity == 0 ? NO_LONGS : new long[capacity];
        this.partitions = capacity == 0 ? NO_INTS : new int[capacity];
        this.offsets = capacity == 0 ? NO_LONGS : new long[capacity];
        this.values = capacity == 0 ? NO_LONGS : new long[capacity * width];
    }

    /** The number of words of a row. */
    public int width() {
        return width;
    }

    RowShape shape() {
        return shape;
    }

    public int size() {
        return size;
    }

    public long time(int row) {
        return times[row];
    }

    public int partition(int row) {
        return partitions[row];
    }

    public long offset(int row) {
        return offsets[row];
    }

    /** The bits of a value, or of a word of a vector; {@link #MISSING} where there is none. */
    public long bits(int row, int column) {
        return values[row * width + column];
    }

    /** The value of a column of numbers, NaN where missing. */
    public double number(int row, int column) {
        return Double.longBitsToDouble(values[row * width + column]);
    }

    public boolean isMissing(int row, int column) {
        return values[row * width + column] == MISSING;
    }

    public void set(int row, int column, long bits) {
        values[row * width + column] = bits;
    }

    /** Adds a row that comes after all others, and returns its index. Its values are to be {@link #set}. */
    public int append(long time, int partition, long offset) {
        ensure(size + 1);
        times[size] = time;
        partitions[size] = partition;
        offsets[size] = offset;
        return size++;
    }

    void setPartition(int row, int partition) {
        partitions[row] = partition;
    }

    /** Copies rows of others of the same width to the end; they must come after all of these. */
    public void appendAll(Rows others, int from, int to) {
        int count = to - from;
        ensure(size + count);
        copy(others, from, this, size, count);
        size += count;
    }

    /** Makes room for a row at an index and returns it. */
    public int insertAt(int row, long time, int partition, long offset) {
        ensure(size + 1);
        copy(this, row, this, row + 1, size - row);
        times[row] = time;
        partitions[row] = partition;
        offsets[row] = offset;
        size++;
        return row;
    }

    public void removeAt(int row) {
        copy(this, row + 1, this, row, size - row - 1);
        size--;
    }

    /** Makes every value of a row missing. The row keeps its place. */
    public void blank(int row) {
        Arrays.fill(values, row * width, (row + 1) * width, MISSING);
    }

    /** Removes the oldest rows. */
    public void removeFirst(int count) {
        copy(this, count, this, 0, size - count);
        size -= count;
    }

    /** Removes all but the oldest rows. */
    void truncate(int count) {
        size = count;
    }

    public void clear() {
        size = 0;
    }

    /** How many rows stand at or before a place in the order. */
    public int upTo(long time, int partition, long offset) {
        int row = size;
        while (row > 0 && compare(row - 1, time, partition, offset) > 0) {
            row--;
        }
        return row;
    }

    /** How many rows stand before a place in the order. */
    public int before(long time, int partition, long offset) {
        int row = size;
        while (row > 0 && compare(row - 1, time, partition, offset) >= 0) {
            row--;
        }
        return row;
    }

    /** How many rows have a time at or before this. */
    public int upTo(long time) {
        int row = size;
        while (row > 0 && times[row - 1] > time) {
            row--;
        }
        return row;
    }

    /** Compares a row's place with another: negative where the row comes first. */
    public int compare(int row, long time, int partition, long offset) {
        if (times[row] != time) {
            return times[row] < time ? -1 : 1;
        }
        int byPartition = Integer.compare(partitions[row], partition);
        return byPartition != 0 ? byPartition : Long.compare(offsets[row], offset);
    }

    /**
     * Visits the rows from an index on, in order.
     *
     * @return whether the visitor wants the next row
     */
    boolean visit(int from, RowVisitor visitor) {
        for (int row = from; row < size; row++) {
            if (!visitor.visit(this, row)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Visits the rows before an index, from the latest back.
     *
     * @return whether the visitor wants the next row
     */
    boolean visitBack(int to, RowVisitor visitor) {
        for (int row = to - 1; row >= 0; row--) {
            if (!visitor.visit(this, row)) {
                return false;
            }
        }
        return true;
    }

    private static void copy(Rows from, int fromRow, Rows to, int toRow, int count) {
        System.arraycopy(from.times, fromRow, to.times, toRow, count);
        System.arraycopy(from.partitions, fromRow, to.partitions, toRow, count);
        System.arraycopy(from.offsets, fromRow, to.offsets, toRow, count);
        System.arraycopy(from.values, fromRow * from.width, to.values, toRow * to.width, count * from.width);
    }

    private void ensure(int rows) {
        if (rows > times.length) {
            int capacity = Math.max(Math.max(rows, FIRST_ROWS), times.length * 2);
            times = Arrays.copyOf(times, capacity);
            partitions = Arrays.copyOf(partitions, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            values = Arrays.copyOf(values, capacity * width);
        }
    }
}
