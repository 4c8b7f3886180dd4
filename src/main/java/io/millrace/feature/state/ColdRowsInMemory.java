package io.millrace.feature.state;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The older rows of one entity in memory. */
public final class ColdRowsInMemory implements ColdRows {
    private final Map<Long, byte[]> chunks = new HashMap<>();

    @Override
    public byte @Nullable [] read(long chunk) {
        return chunks.get(chunk);
    }

    @Override
    public void write(long chunk, byte[] bytes) {
        chunks.put(chunk, bytes);
    }

    @Override
    public void remove(long chunk) {
        chunks.remove(chunk);
    }
}
