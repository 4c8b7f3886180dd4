package io.millrace.feature.state;

import org.jspecify.annotations.Nullable;

/** Older rows of one entity at rest in memory, in front of which there is some room for decoded ones. */
public final class ColdRowsWithRoom implements ColdRows {
    private final CountedColdRows rows = new CountedColdRows();
    private final RowRoom room;

    public ColdRowsWithRoom(RowRoom room) {
        this.room = room;
    }

    @Override
    public RowRoom room() {
        return room;
    }

    @Override
    public byte @Nullable [] read(long chunk) {
        return rows.read(chunk);
    }

    @Override
    public void write(long chunk, byte[] bytes) {
        rows.write(chunk, bytes);
    }

    @Override
    public void remove(long chunk) {
        rows.remove(chunk);
    }

    /** What was read and written. */
    CountedColdRows counted() {
        return rows;
    }
}
