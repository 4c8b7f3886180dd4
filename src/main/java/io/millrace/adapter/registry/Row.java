package io.millrace.adapter.registry;

import org.jspecify.annotations.Nullable;

/** The slots of one event while they are read. */
final class Row {
    final long[] bits;
    final @Nullable String[] strings;
    long nulls;

    Row(int slots) {
        bits = new long[slots];
        strings = new @Nullable String[slots];
    }

    boolean isNull(int slot) {
        return (nulls >>> slot & 1) != 0;
    }

    void setNull(int slot) {
        nulls |= 1L << slot;
        strings[slot] = null;
    }
}
