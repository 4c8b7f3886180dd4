package io.millrace.adapter.registry;

import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import org.jspecify.annotations.Nullable;

/** The slots of one event while they are read. */
final class Row {
    final long[] bits;
    final @Nullable String[] strings;

    @Nullable
    NumberVector[] vectors = Event.NO_VECTORS;

    long nulls;

    Row(int slots) {
        bits = new long[slots];
        strings = new @Nullable String[slots];
    }

    boolean isNull(int slot) {
        return (nulls >>> slot & 1) != 0;
    }

    void setVector(int slot, NumberVector vector) {
        if (vectors.length == 0) {
            vectors = new @Nullable NumberVector[bits.length];
        }
        vectors[slot] = vector;
    }

    void setNull(int slot) {
        nulls |= 1L << slot;
        strings[slot] = null;
    }
}
