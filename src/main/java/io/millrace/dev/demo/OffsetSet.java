package io.millrace.dev.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Offsets of one topic: a bit for each, so that a demo may run for days. Offsets up to {@link Integer#MAX_VALUE}. */
final class OffsetSet {
    private final Map<Integer, BitSet> partitions = new HashMap<>();
    private long size;

    /** Adds an offset and tells whether it is new. */
    boolean add(int partition, long offset) {
        BitSet offsets = partitions.computeIfAbsent(partition, number -> new BitSet());
        int bit = Math.toIntExact(offset);
        if (offsets.get(bit)) {
            return false;
        }
        offsets.set(bit);
        size++;
        return true;
    }

    long size() {
        return size;
    }
}
