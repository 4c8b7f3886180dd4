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
    private static final long[] NO_CELLS = {};
    /** Of an object and its array, in bytes. */
    private static final int OVERHEAD = 56;

    /** Of what stands before a row's values. */
    private static final int TIME = 0;

    private static final int PARTITION = 1;
    private static final int OFFSET = 2;
    private static final int VALUES = 3;

    private final RowShape shape;
    private final int width;
    /** Of a row: all of it stands together, because a row that passes an edge is mostly not in the processor's cache. */
    private final int stride;

    private int size;
    private long[] cells;

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
        this.stride = VALUES + width;
        this.cells = capacity == 0 ? NO_CELLS : new long[capacity * stride];
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
        return cells[row * stride + TIME];
    }

    public int partition(int row) {
        return (int) cells[row * stride + PARTITION];
    }

    public long offset(int row) {
        return cells[row * stride + OFFSET];
    }

    /** The bits of a value, or of a word of a vector; {@link #MISSING} where there is none. */
    public long bits(int row, int column) {
        return cells[row * stride + VALUES + column];
    }

    /** The value of a column of numbers, NaN where missing. */
    public double number(int row, int column) {
        return Double.longBitsToDouble(cells[row * stride + VALUES + column]);
    }

    public boolean isMissing(int row, int column) {
        return cells[row * stride + VALUES + column] == MISSING;
    }

    public void set(int row, int column, long bits) {
        cells[row * stride + VALUES + column] = bits;
    }

    /** How much memory these rows take. */
    long bytes() {
        return OVERHEAD + (long) Long.BYTES * cells.length;
    }

    /** Adds a row that comes after all others, and returns its index. Its values are to be {@link #set}. */
    public int append(long time, int partition, long offset) {
        ensure(size + 1);
        place(size, time, partition, offset);
        return size++;
    }

    void setPartition(int row, int partition) {
        cells[row * stride + PARTITION] = partition;
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
        place(row, time, partition, offset);
        size++;
        return row;
    }

    public void removeAt(int row) {
        copy(this, row + 1, this, row, size - row - 1);
        size--;
    }

    /** Makes every value of a row missing. The row keeps its place. */
    public void blank(int row) {
        Arrays.fill(cells, row * stride + VALUES, (row + 1) * stride, MISSING);
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
        while (row > 0 && time(row - 1) > time) {
            row--;
        }
        return row;
    }

    /** Compares a row's place with another: negative where the row comes first. */
    public int compare(int row, long time, int partition, long offset) {
        long own = time(row);
        if (own != time) {
            return own < time ? -1 : 1;
        }
        int byPartition = Integer.compare(partition(row), partition);
        return byPartition != 0 ? byPartition : Long.compare(offset(row), offset);
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

    private void place(int row, long time, int partition, long offset) {
        int at = row * stride;
        cells[at + TIME] = time;
        cells[at + PARTITION] = partition;
        cells[at + OFFSET] = offset;
    }

    private static void copy(Rows from, int fromRow, Rows to, int toRow, int count) {
        System.arraycopy(from.cells, fromRow * from.stride, to.cells, toRow * to.stride, count * from.stride);
    }

    /** Makes room for so many rows and no more. */
    void reserve(int rows) {
        if (rows * stride > cells.length) {
            cells = Arrays.copyOf(cells, rows * stride);
        }
    }

    private void ensure(int rows) {
        int needed = rows * stride;
        if (needed > cells.length) {
            cells = Arrays.copyOf(cells, Math.max(Math.max(needed, FIRST_ROWS * stride), cells.length * 2));
        }
    }
}
