package io.millrace.content;

import io.millrace.content.ContentReader.Reading;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vectors that were used last, by the keys of their contents. */
final class VectorCache {
    private final Map<String, Reading> readings;

    /** @param most how many are kept */
    VectorCache(int most) {
        this.readings = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Reading> eldest) {
                return size() > most;
            }
        };
    }

    @Nullable
    Reading get(String key) {
        return readings.get(key);
    }

    boolean has(String key) {
        return readings.containsKey(key);
    }

    void put(String key, Reading reading) {
        readings.put(key, reading);
    }
}
