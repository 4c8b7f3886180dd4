package io.millrace.feature.state;

import org.jspecify.annotations.Nullable;

/** Older rows in memory, of which is known how often and how much was read and written. */
public final class CountedColdRows implements ColdRows {
    private final ColdRowsInMemory rows = new ColdRowsInMemory();
    private int reads;
    private int writes;
    private int chunks;
    private long bytes;

    @Override
    public byte @Nullable [] read(long chunk) {
        byte[] read = rows.read(chunk);
        reads++;
        bytes += read == null ? 0 : read.length;
        return read;
    }

    @Override
    public void write(long chunk, byte[] written) {
        chunks += rows.read(chunk) == null ? 1 : 0;
        writes++;
        bytes += written.length;
        rows.write(chunk, written);
    }

    @Override
    public void remove(long chunk) {
        chunks -= rows.read(chunk) == null ? 0 : 1;
        rows.remove(chunk);
    }

    /** Counts from zero again. */
    public void restart() {
        reads = 0;
        writes = 0;
        bytes = 0;
    }

    public int reads() {
        return reads;
    }

    public int writes() {
        return writes;
    }

    /** How many were read and written. */
    public long bytes() {
        return bytes;
    }

    /** How many chunks there are. */
    public int chunks() {
        return chunks;
    }
}
