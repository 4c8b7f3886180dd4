package io.millrace.feature.aggregate;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.Arrays;

/**
 * The (time, rank) pairs that are among the k of highest rank of at least one window that ends at the latest time.
 *
 * <p>A pair is <em>above</em> another where it is as late or later and ranks as high or higher; of two equal pairs one is above the other. A pair with k pairs above
 * it is in no window among the k highest, because windows end together and pairs of one time leave together. It is let go, and for good: whatever it is above has
 * those k above it too. So the pairs above a kept one are kept, and what is let go decides nothing that is kept.
 *
 * <p>Entries stand by time, then by rank: all that are above an entry stand after it. Once k higher ones have been met on the way back from a new entry, none further back
 * is below the new one, because it would have those k above it already. With k = 1 ranks decrease from entry to entry.
 */
final class Skyband {
    private static final int FIRST_ENTRIES = 8;

    private final int k;
    private int size;
    private long[] times = new long[FIRST_ENTRIES];
    private long[] ranks = new long[FIRST_ENTRIES];
    /** How many entries are above each. */
    private int[] above = new int[FIRST_ENTRIES];

    Skyband(int k) {
        this.k = k;
    }

    int size() {
        return size;
    }

    long rank(int entry) {
        return ranks[entry];
    }

    /** How many entries have a time at or before this. */
    int upTo(long time) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (times[middle] > time) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    boolean holds(long time, long rank) {
        int entry = size - 1;
        while (entry >= 0 && isFrom(entry, time, rank)) {
            if (times[entry] == time && ranks[entry] == rank) {
                return true;
            }
            entry--;
        }
        return false;
    }

    void add(long time, long rank) {
        int place = size;
        int higher = 0;
        while (place > 0 && isFrom(place - 1, time, rank)) {
            place--;
            if (ranks[place] >= rank && ++higher == k) {
                return;
            }
        }
        int at = lower(place, rank, higher);
        move(place, at + 1);
        times[at] = time;
        ranks[at] = rank;
        above[at] = higher;
    }

    private boolean isFrom(int entry, long time, long rank) {
        return times[entry] > time || (times[entry] == time && ranks[entry] >= rank);
    }

    /** Counts a new entry above those before its place, lets go of those with k above them, and returns where the kept ones end. */
    private int lower(int place, long rank, int higher) {
        int met = higher;
        int entry = place;
        while (entry > 0 && met < k) {
            entry--;
            if (ranks[entry] > rank) {
                met++;
            } else {
                above[entry]++;
            }
        }
        return compact(entry, place);
    }

    private int compact(int from, int to) {
        int kept = from;
        for (int entry = from; entry < to; entry++) {
            if (above[entry] < k) {
                times[kept] = times[entry];
                ranks[kept] = ranks[entry];
                above[kept++] = above[entry];
            }
        }
        return kept;
    }

    void removeUntil(long time) {
        if (size > 0 && times[0] <= time) {
            move(upTo(time), 0);
        }
    }

    /** Moves the entries from one index on to another, where they are the last. */
    private void move(int from, int to) {
        int count = size - from;
        ensure(to + count);
        System.arraycopy(times, from, times, to, count);
        System.arraycopy(ranks, from, ranks, to, count);
        System.arraycopy(above, from, above, to, count);
        size = to + count;
    }

    private void ensure(int entries) {
        if (entries > times.length) {
            int capacity = Math.max(entries, times.length * 2);
            times = Arrays.copyOf(times, capacity);
            ranks = Arrays.copyOf(ranks, capacity);
            above = Arrays.copyOf(above, capacity);
        }
    }

    void write(StateWriter out) {
        out.writeUnsigned(size);
        long time = 0;
        long rank = 0;
        for (int entry = 0; entry < size; entry++) {
            out.writeLong(times[entry] - time);
            out.writeUnsigned(ranks[entry] ^ rank);
            if (k > 1) {
                out.writeUnsigned(above[entry]);
            }
            time = times[entry];
            rank = ranks[entry];
        }
    }

    void read(StateReader in) {
        int count = in.readCount();
        ensure(count);
        long time = 0;
        long rank = 0;
        for (size = 0; size < count; size++) {
            time += in.readLong();
            rank ^= in.readUnsigned();
            times[size] = time;
            ranks[size] = rank;
            above[size] = k > 1 ? in.readCount() : 0;
        }
    }
}
