package io.millrace.feature;

import java.util.Arrays;

/**
 * The kept events of one entity from one source, projected to the columns of a feature set, in the order of (time, partition, offset).
 *
 * <p>A set: an event that is there already is not added again. Rows are addressed by index, 0 being the oldest. Used by one thread.
 */
public final class EventLog {
    private static final int FIRST_ROWS = 4;

    private final int source;
    private final int width;
    private int size;
    private long[] times = new long[FIRST_ROWS];
    private int[] partitions = new int[FIRST_ROWS];
    private long[] offsets = new long[FIRST_ROWS];
    private double[] values;
    private final Offsets forgotten = new Offsets();

    /**
     * @param source index of the source
     * @param width the number of columns
     */
    public EventLog(int source, int width) {
        this.source = source;
        this.width = width;
        this.values = new double[FIRST_ROWS * width];
    }

    public int source() {
        return source;
    }

    public int width() {
        return width;
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

    /** The value of a column of this log, NaN where missing. */
    public double value(int row, int column) {
        return values[row * width + column];
    }

    /** For each input partition, the highest offset among the events that {@link #forgetUntil} removed. */
    public Offsets forgotten() {
        return forgotten;
    }

    /**
     * Makes room for an event at its place and returns its row, to be filled with {@link #set}; or -1 where the event is there already.
     */
    public int insert(long time, int partition, long offset) {
        int row = rowsUpTo(time, partition, offset);
        if (row > 0 && times[row - 1] == time && partitions[row - 1] == partition && offsets[row - 1] == offset) {
            return -1;
        }
        ensure(size + 1);
        int moved = size - row;
        if (moved > 0) {
            System.arraycopy(times, row, times, row + 1, moved);
            System.arraycopy(partitions, row, partitions, row + 1, moved);
            System.arraycopy(offsets, row, offsets, row + 1, moved);
            System.arraycopy(values, row * width, values, (row + 1) * width, moved * width);
        }
        times[row] = time;
        partitions[row] = partition;
        offsets[row] = offset;
        size++;
        return row;
    }

    /** Adds a row that comes after all others in the order. */
    void append(long time, int partition, long offset) {
        ensure(size + 1);
        times[size] = time;
        partitions[size] = partition;
        offsets[size] = offset;
        size++;
    }

    public void set(int row, int column, double value) {
        values[row * width + column] = value;
    }

    /** How many rows stand at or before a place in the order. */
    public int rowsUpTo(long time, int partition, long offset) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(middle, time, partition, offset) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** How many rows have a time at or before {@code time}. */
    public int rowsUpTo(long time) {
        return rowsUpTo(time, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    private int compare(int row, long time, int partition, long offset) {
        int byTime = Long.compare(times[row], time);
        if (byTime != 0) {
            return byTime;
        }
        int byPartition = Integer.compare(partitions[row], partition);
        return byPartition != 0 ? byPartition : Long.compare(offsets[row], offset);
    }

    /** Removes every event at or before a time. */
    public void forgetUntil(long time) {
        if (size == 0 || times[0] > time) {
            return;
        }
        int gone = rowsUpTo(time);
        for (int row = 0; row < gone; row++) {
            forgotten.raise(partitions[row], offsets[row]);
        }
        int kept = size - gone;
        System.arraycopy(times, gone, times, 0, kept);
        System.arraycopy(partitions, gone, partitions, 0, kept);
        System.arraycopy(offsets, gone, offsets, 0, kept);
        System.arraycopy(values, gone * width, values, 0, kept * width);
        size = kept;
    }

    /** Makes room for rows that are about to be inserted. */
    void ensure(int rows) {
        if (rows > times.length) {
            int capacity = Math.max(rows, times.length + (times.length >> 1) + 1);
            times = Arrays.copyOf(times, capacity);
            partitions = Arrays.copyOf(partitions, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            values = Arrays.copyOf(values, capacity * width);
        }
    }
}
