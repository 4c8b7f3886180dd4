package io.millrace.dev.watch;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Offsets of one topic: a bit for each, so that a run may last for days. Offsets up to {@link Integer#MAX_VALUE}. */
public final class OffsetSet {
    private final Map<Integer, BitSet> partitions = new HashMap<>();
    private long size;

    /** Adds an offset and tells whether it is new. */
    public boolean add(int partition, long offset) {
        BitSet offsets = partitions.computeIfAbsent(partition, number -> new BitSet());
        int bit = Math.toIntExact(offset);
        if (offsets.get(bit)) {
            return false;
        }
        offsets.set(bit);
        size++;
        return true;
    }

    /** The first offset of a partition that is not there; offsets begin with 0. */
    public long firstGap(int partition) {
        BitSet offsets = partitions.get(partition);
        return offsets == null ? 0 : offsets.nextClearBit(0);
    }

    public long size() {
        return size;
    }
}
