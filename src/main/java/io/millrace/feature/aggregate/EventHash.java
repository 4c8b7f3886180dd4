package io.millrace.feature.aggregate;

import io.millrace.event.TextHash;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Parts;
import io.millrace.feature.state.PartsBuilder.Handle;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import org.jspecify.annotations.Nullable;

/**
 * Names the set of events that a window holds, whatever the order in which they came: the sum, modulo 2^64, of a hash of each event's partition and offset. Two sets that differ have the same sum with a chance of 2^-64.
 *
 * <p>A sum can be taken apart again, so that an event is added where it comes to lie behind the right edge and taken away where it comes to lie behind the left one. An event of which no column keeps a
 * value, because it fits no condition or was deleted, is not in the set.
 */
public final class EventHash extends Additive {
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final int words;
    private long sum;

    EventHash(int words) {
        this.words = words;
    }

    static EventHash read(int words, StateReader in) {
        EventHash hash = new EventHash(words);
        hash.sum = in.readWord();
        return hash;
    }

    /**
     * Asks for the hash of a window.
     *
     * @param words how many the rows have
     * @param left null for a lifetime window
     */
    public static Handle plan(Parts parts, int words, Edge right, @Nullable Edge left) {
        return parts.use(new EventHashPart(words), right, left);
    }

    /** The hash that a window's part has. */
    public static long of(PartState part) {
        return ((EventHash) part).sum;
    }

    /** What one event adds to the sum. */
    public static long of(int partition, long offset) {
        return TextHash.mix(TextHash.mix(partition + MULTIPLIER) ^ (offset * MULTIPLIER));
    }

    @Override
    public void change(int edge, Rows rows, int row, int sign) {
        for (int word = 0; word < words; word++) {
            if (!rows.isMissing(row, word)) {
                long hash = of(rows.partition(row), rows.offset(row));
                sum += (edge == 0) == (sign > 0) ? hash : -hash;
                return;
            }
        }
    }

    @Override
    public void write(StateWriter out) {
        out.writeWord(sum);
    }
}
