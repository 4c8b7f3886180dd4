package io.millrace.feature.aggregate;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/**
 * The most recently seen of some distinct values, by their hashes, each with the time when it was seen last; in the order of (time, hash). Holds a function of the set of
 * sightings, whatever their order: where there are more than its capacity, those that come last in that order.
 */
final class RecentValues {
    private static final int FIRST_ROWS = 4;

    private final int capacity;
    private int from;
    private int to;
    private long[] times;
    private long[] hashes;

    /** @param capacity how many it holds, at least 1 */
    RecentValues(int capacity) {
        this(capacity, FIRST_ROWS);
    }

    private RecentValues(int capacity, int rows) {
        this.capacity = capacity;
        this.times = new long[rows];
        this.hashes = new long[rows];
    }

    int size() {
        return to - from;
    }

    /** A value was seen, at whatever time: before others too. */
    void see(long hash, long time) {
        int held = indexOf(hash);
        if (held >= 0) {
            if (time > times[held]) {
                removeAt(held);
                insert(hash, time);
            }
        } else if (size() < capacity) {
            insert(hash, time);
        } else if (!isBefore(time, hash, from)) {
            from++;
            insert(hash, time);
        }
    }

    /** Whether this is the last time of a value that it holds. */
    boolean holds(long hash, long time) {
        int held = indexOf(hash);
        return held >= 0 && times[held] == time;
    }

    /** Lets go what was seen last at a time or before. */
    void forgetUpTo(long time) {
        while (from < to && times[from] <= time) {
            from++;
        }
    }

    /** How many it holds that were seen after a time. */
    int after(long time) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return to - low;
    }

    /** Looks among the newest first: a value that comes again is mostly one of them. */
    private int indexOf(long hash) {
        for (int i = to - 1; i >= from; i--) {
            if (hashes[i] == hash) {
                return i;
            }
        }
        return -1;
    }

    private boolean isBefore(long time, long hash, int index) {
        return time < times[index] || (time == times[index] && hash < hashes[index]);
    }

    private void removeAt(int index) {
        move(index + 1, index);
        to--;
    }

    private void insert(long hash, long time) {
        makeRoom();
        int at = to;
        while (at > from && isBefore(time, hash, at - 1)) {
            at--;
        }
        move(at, at + 1);
        times[at] = time;
        hashes[at] = hash;
        to++;
    }

    private void move(int first, int target) {
        System.arraycopy(times, first, times, target, to - first);
        System.arraycopy(hashes, first, hashes, target, to - first);
    }

    /** Moves to the start of the arrays where at least half of them is free there, so that letting go of the oldest costs little in the long run. */
    private void makeRoom() {
        if (to < times.length) {
            return;
        }
        int size = size();
        boolean grow = from < size;
        long[] roomyTimes = grow ? new long[size * 2 + 1] : times;
        long[] roomyHashes = grow ? new long[size * 2 + 1] : hashes;
        System.arraycopy(times, from, roomyTimes, 0, size);
        System.arraycopy(hashes, from, roomyHashes, 0, size);
        times = roomyTimes;
        hashes = roomyHashes;
        from = 0;
        to = size;
    }

    void write(StateWriter out) {
        out.writeUnsigned(size());
        long last = 0;
        for (int i = from; i < to; i++) {
            out.writeLong(times[i] - last);
            out.writeWord(hashes[i]);
            last = times[i];
        }
    }

    /** Reads what {@link #write} wrote. */
    static RecentValues read(int capacity, StateReader in) {
        int size = in.readCount();
        RecentValues values = new RecentValues(capacity, size + 1);
        long last = 0;
        for (int i = 0; i < size; i++) {
            last += in.readLong();
            values.times[i] = last;
            values.hashes[i] = in.readWord();
        }
        values.to = size;
        return values;
    }
}
