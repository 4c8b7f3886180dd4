package io.millrace.adapter.lake;

import java.util.BitSet;
import java.util.TreeMap;

/** Offsets of one partition, a bit for each. */
public final class OffsetSet {
    private static final int BLOCK = 1 << 20;

    private final TreeMap<Long, BitSet> blocks = new TreeMap<>();
    private long repeated;
    private long first = Long.MAX_VALUE;
    private long last = -1;

    /** Adds an offset; one that is there already is counted as repeated. */
    public void add(long offset) {
        BitSet block = blocks.computeIfAbsent(offset / BLOCK, number -> new BitSet());
        int bit = (int) (offset % BLOCK);
        if (block.get(bit)) {
            repeated++;
        }
        block.set(bit);
        first = Math.min(first, offset);
        last = Math.max(last, offset);
    }

    public boolean contains(long offset) {
        BitSet block = blocks.get(offset / BLOCK);
        return block != null && block.get((int) (offset % BLOCK));
    }

    /** How many different ones there are. */
    public long size() {
        return blocks.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** How many were added that had been there already. */
    public long repeated() {
        return repeated;
    }

    /** The smallest; {@link Long#MAX_VALUE} where there is none. */
    public long first() {
        return first;
    }

    /** The greatest; -1 where there is none. */
    public long last() {
        return last;
    }

    /** The first offset at or after one that is not there; at most one more than the last. */
    public long firstGap(long from) {
        long offset = from;
        while (offset <= last && contains(offset)) {
            offset++;
        }
        return offset;
    }

    /** How many offsets in a range, its end not included, are not there. */
    public long gaps(long from, long to) {
        long gaps = 0;
        for (long offset = from; offset < to; offset++) {
            if (!contains(offset)) {
                gaps++;
            }
        }
        return gaps;
    }
}
