package io.millrace.feature.aggregate;

import io.millrace.event.TextHash;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sample of distinct values for windows of any length: Gibbons and Tirthapura, Distributed Streams Algorithms for Sliding Windows, SPAA 2002.
 *
 * <p>Level l is those of the values whose hash ends in at least l zero bits, about one of 2^l. A window is answered from the lowest level that has at most {@code bound} values
 * in it: their number, times 2^l. This is a function of the set of values in the window, and level 0 is exact.
 *
 * <p>Values are kept by the exact number of their hash's zero bits: of each number the {@code bound + 1} seen last behind edge 0. A level is the union of the lists from its own
 * up. Where a list has lost a value that lies in the window, its {@code bound + 1} values were seen after that one and lie in the window too: the levels that contain the list have too
 * many, as they would have with what was lost. A value is let go when it lies behind edge 1.
 */
final class DistinctState extends PartState {
    private static final int LEVELS = Long.SIZE;

    private final DistinctPart part;
    /** By the number of zero bits at the end of the hash; null where none was seen. */
    private @Nullable RecentValues[] lists;

    DistinctState(DistinctPart part) {
        this(part, new RecentValues[0]);
    }

    private DistinctState(DistinctPart part, @Nullable RecentValues[] lists) {
        this.part = part;
        this.lists = lists;
    }

    /** The lowest level that has at most {@code bound} values seen after a time. */
    int levelAfter(long time) {
        int level = lists.length;
        long number = 0;
        while (level > 0) {
            number += listedAfter(time, level - 1);
            if (number > part.bound()) {
                return level;
            }
            level--;
        }
        return level;
    }

    /** How many values of a level were seen after a time. */
    long numberAfter(long time, int level) {
        long number = 0;
        for (int zeros = level; zeros < lists.length; zeros++) {
            number += listedAfter(time, zeros);
        }
        return number;
    }

    private int listedAfter(long time, int zeros) {
        RecentValues list = lists[zeros];
        return list == null ? 0 : list.after(time);
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        if (!rows.isMissing(row, part.column())) {
            take(edge, hash(rows, row), rows.time(row));
        }
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        pass(edge, rows, row);
        return true;
    }

    /** When a value was seen before its last time is not known. */
    @Override
    public boolean remove(int edge, Rows rows, int row) {
        long hash = hash(rows, row);
        return rows.isMissing(row, part.column()) || !list(hash).holds(hash, rows.time(row));
    }

    private void take(int edge, long hash, long time) {
        if (edge == 0) {
            list(hash).see(hash, time);
        } else {
            list(hash).forgetUpTo(time);
        }
    }

    private long hash(Rows rows, int row) {
        return TextHash.mix(rows.bits(row, part.column()));
    }

    private RecentValues list(long hash) {
        int zeros = Math.min(LEVELS - 1, Long.numberOfTrailingZeros(hash));
        if (zeros >= lists.length) {
            lists = Arrays.copyOf(lists, zeros + 1);
        }
        RecentValues list = lists[zeros];
        if (list == null) {
            list = new RecentValues(part.bound() + 1);
            lists[zeros] = list;
        }
        return list;
    }

    /** Writes one bit for each list that is not empty, then those. */
    @Override
    public void write(StateWriter out) {
        out.writeUnsigned(listsWithValues());
        for (RecentValues list : lists) {
            if (list != null && list.size() > 0) {
                list.write(out);
            }
        }
    }

    private long listsWithValues() {
        long bits = 0;
        for (int zeros = 0; zeros < lists.length; zeros++) {
            RecentValues list = lists[zeros];
            bits |= list != null && list.size() > 0 ? 1L << zeros : 0;
        }
        return bits;
    }

    /** Reads what {@link #write} wrote. */
    static DistinctState read(DistinctPart part, StateReader in) {
        long bits = in.readUnsigned();
        @Nullable RecentValues[] lists = new RecentValues[Long.SIZE - Long.numberOfLeadingZeros(bits)];
        for (int zeros = 0; zeros < lists.length; zeros++) {
            if ((bits >>> zeros & 1) == 1) {
                lists[zeros] = RecentValues.read(part.bound() + 1, in);
            }
        }
        return new DistinctState(part, lists);
    }
}
