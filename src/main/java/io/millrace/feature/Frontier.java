package io.millrace.feature;

import java.util.Arrays;

/**
 * Up to where each feature set's entity had seen its events: a list of (feature set, source, partition, offset) by their indices. And which events its windows held: a list of (feature set, source, hash), the hash as in
 * {@link io.millrace.feature.aggregate.EventHash}.
 */
public final class Frontier {
    private static final int FIRST = 4;

    private int size;
    private int[] sets = new int[FIRST];
    private int[] sources = new int[FIRST];
    private int[] partitions = new int[FIRST];
    private long[] offsets = new long[FIRST];
    private int held;
    private int[] holding = new int[FIRST];
    private int[] heldSources = new int[FIRST];
    private long[] hashes = new long[FIRST];

    public int size() {
        return size;
    }

    public int set(int index) {
        return sets[index];
    }

    public int source(int index) {
        return sources[index];
    }

    public int partition(int index) {
        return partitions[index];
    }

    public long offset(int index) {
        return offsets[index];
    }

    public void add(int set, int source, int partition, long offset) {
        if (size == sets.length) {
            int capacity = size * 2;
            sets = Arrays.copyOf(sets, capacity);
            sources = Arrays.copyOf(sources, capacity);
            partitions = Arrays.copyOf(partitions, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
        }
        sets[size] = set;
        sources[size] = source;
        partitions[size] = partition;
        offsets[size++] = offset;
    }

    /** How many hashes there are. */
    public int held() {
        return held;
    }

    public int heldSet(int index) {
        return holding[index];
    }

    public int heldSource(int index) {
        return heldSources[index];
    }

    public long heldHash(int index) {
        return hashes[index];
    }

    public void hold(int set, int source, long hash) {
        if (held == holding.length) {
            int capacity = held * 2;
            holding = Arrays.copyOf(holding, capacity);
            heldSources = Arrays.copyOf(heldSources, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
        }
        holding[held] = set;
        heldSources[held] = source;
        hashes[held++] = hash;
    }
}
