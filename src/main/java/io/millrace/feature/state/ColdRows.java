package io.millrace.feature.state;

import org.jspecify.annotations.Nullable;

/** Where the older rows of the entity at hand rest, in chunks: at most a few calls for every dozen events. */
public interface ColdRows {
    /** The bytes of a chunk, or null where there is none. */
    byte @Nullable [] read(long chunk);

    void write(long chunk, byte[] bytes);

    void remove(long chunk);

    /** How much of what rests here is kept in memory as well. */
    default RowRoom room() {
        return RowRoom.NONE;
    }
}
