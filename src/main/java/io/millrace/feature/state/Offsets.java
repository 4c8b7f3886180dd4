package io.millrace.feature.state;

import java.util.Arrays;

/** The highest offset seen of each of a few partitions, in the order in which the partitions came up. Used by one thread. */
public final class Offsets {
    private int size;
    private int[] partitions = new int[1];
    private long[] highest = new long[1];

    public int size() {
        return size;
    }

    public int partition(int index) {
        return partitions[index];
    }

    public long offset(int index) {
        return highest[index];
    }

    public void clear() {
        size = 0;
    }

    /** Notes an offset: the partition's highest becomes at least that. */
    public void raise(int partition, long offset) {
        for (int i = 0; i < size; i++) {
            if (partitions[i] == partition) {
                highest[i] = Math.max(highest[i], offset);
                return;
            }
        }
        if (size == partitions.length) {
            partitions = Arrays.copyOf(partitions, size * 2);
            highest = Arrays.copyOf(highest, size * 2);
        }
        partitions[size] = partition;
        highest[size++] = offset;
    }

    /** Whether others have a higher offset of each of these partitions. */
    boolean areBelow(Offsets others) {
        for (int i = 0; i < size; i++) {
            if (highest[i] >= others.highest(partitions[i])) {
                return false;
            }
        }
        return true;
    }

    /** The highest offset of a partition, or {@link Long#MIN_VALUE}. */
    private long highest(int partition) {
        for (int i = 0; i < size; i++) {
            if (partitions[i] == partition) {
                return highest[i];
            }
        }
        return Long.MIN_VALUE;
    }

    public void raiseAll(Offsets others) {
        for (int i = 0; i < others.size; i++) {
            raise(others.partitions[i], others.highest[i]);
        }
    }
}
