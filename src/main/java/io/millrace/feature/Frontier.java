package io.millrace.feature;

import java.util.Arrays;

/**
 * Up to where each feature set's entity had seen its events: a list of (feature set, source, partition, offset) by their indices. And which events its windows held: a list of (feature set, source, hash), the hash as in
 * {@link io.millrace.feature.aggregate.EventHash}. Indices of feature sets and sources are below 32,768.
 */
public final class Frontier {
    private static final long[] NONE = {};
    /** Words of an entry: its indices, then an offset or a hash. */
    private static final int WORDS = 2;

    private static final int FIRST = 2 * WORDS;
    private static final int SET = 48;
    private static final int SOURCE = 32;
    private static final long INDEX = 0x7FFF;

    private int size;
    private long[] seen = NONE;
    private int held;
    private long[] hashes = NONE;

    public int size() {
        return size;
    }

    public int set(int index) {
        return (int) (seen[index * WORDS] >>> SET);
    }

    public int source(int index) {
        return (int) (seen[index * WORDS] >>> SOURCE & INDEX);
    }

    public int partition(int index) {
        return (int) seen[index * WORDS];
    }

    public long offset(int index) {
        return seen[index * WORDS + 1];
    }

    public void add(int set, int source, int partition, long offset) {
        seen = append(seen, size++, key(set, source, partition), offset);
    }

    private static long key(int set, int source, int partition) {
        if ((set | source) > INDEX || (set | source | partition) < 0) {
            throw new IllegalArgumentException("feature set " + set + ", source " + source + ", partition " + partition
                    + ": expected indices from 0 to " + INDEX);
        }
        return (long) set << SET | (long) source << SOURCE | partition;
    }

    private static long[] append(long[] entries, int size, long key, long value) {
        int at = size * WORDS;
        long[] enough = at < entries.length ? entries : Arrays.copyOf(entries, Math.max(FIRST, 2 * at));
        enough[at] = key;
        enough[at + 1] = value;
        return enough;
    }

    /** How many hashes there are. */
    public int held() {
        return held;
    }

    public int heldSet(int index) {
        return (int) (hashes[index * WORDS] >>> SET);
    }

    public int heldSource(int index) {
        return (int) (hashes[index * WORDS] >>> SOURCE & INDEX);
    }

    public long heldHash(int index) {
        return hashes[index * WORDS + 1];
    }

    public void hold(int set, int source, long hash) {
        hashes = append(hashes, held++, key(set, source, 0), hash);
    }

    /** Adds all that another one says. */
    public void addAll(Frontier other) {
        for (int i = 0; i < other.size; i++) {
            seen = append(seen, size++, other.seen[i * WORDS], other.offset(i));
        }
        for (int i = 0; i < other.held; i++) {
            hashes = append(hashes, held++, other.hashes[i * WORDS], other.heldHash(i));
        }
    }
}
