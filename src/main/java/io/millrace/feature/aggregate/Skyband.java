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
    private int first;
    private int end;
    private long[] times = new long[FIRST_ENTRIES];
    private long[] ranks = new long[FIRST_ENTRIES];
    /** How many entries are above each. */
    private int[] above = new int[FIRST_ENTRIES];

    Skyband(int k) {
        this.k = k;
    }

    int size() {
        return end - first;
    }

    /** The index after the last entry's. */
    int end() {
        return end;
    }

    long rank(int entry) {
        return ranks[entry];
    }

    /** The index of the first entry that is later than a time. */
    int after(long time) {
        int from = first;
        int to = end;
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
        int entry = end - 1;
        while (entry >= first && isFrom(entry, time, rank)) {
            if (times[entry] == time && ranks[entry] == rank) {
                return true;
            }
            entry--;
        }
        return false;
    }

    void add(long time, long rank) {
        makeRoom();
        int place = end;
        int higher = 0;
        while (place > first && isFrom(place - 1, time, rank)) {
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
        while (entry > first && met < k) {
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
        if (first < end && times[first] <= time) {
            first = after(time);
        }
    }

    /** Removes what ranks no higher than this; what stays is to have nothing of it above. */
    void removeRanksUpTo(long rank) {
        int kept = first;
        for (int entry = first; entry < end; entry++) {
            if (ranks[entry] > rank) {
                times[kept] = times[entry];
                ranks[kept] = ranks[entry];
                above[kept++] = above[entry];
            }
        }
        end = kept;
    }

    /** Moves the entries from one index on to another, where they are the last. */
    private void move(int from, int to) {
        int count = end - from;
        System.arraycopy(times, from, times, to, count);
        System.arraycopy(ranks, from, ranks, to, count);
        System.arraycopy(above, from, above, to, count);
        end = to + count;
    }

    /** Room for one more: at the start of the arrays where half of them is free there, so that letting go of the oldest costs little in the long run. */
    private void makeRoom() {
        if (end < times.length) {
            return;
        }
        int from = first;
        first = 0;
        if (from < times.length / 2) {
            grow(times.length * 2);
        }
        move(from, 0);
    }

    private void grow(int entries) {
        times = Arrays.copyOf(times, entries);
        ranks = Arrays.copyOf(ranks, entries);
        above = Arrays.copyOf(above, entries);
    }

    void write(StateWriter out) {
        out.writeUnsigned(size());
        long time = 0;
        long rank = 0;
        for (int entry = first; entry < end; entry++) {
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
        if (count >= times.length) {
            grow(count + 1);
        }
        long time = 0;
        long rank = 0;
        for (end = 0; end < count; end++) {
            time += in.readLong();
            rank ^= in.readUnsigned();
            times[end] = time;
            ranks[end] = rank;
            above[end] = k > 1 ? in.readCount() : 0;
        }
    }
}
