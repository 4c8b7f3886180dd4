package io.millrace.content;

import io.millrace.content.ContentReader.Reading;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The vectors that were used last, by the SHA-256 of their contents. */
final class VectorCache {
    private final MessageDigest digest = sha256();
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

    /** What stands for a content: its digest, a character for each byte. */
    String key(String content) {
        byte[] bytes = digest.digest(content.getBytes(StandardCharsets.UTF_8));
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Nullable
    Reading get(String key) {
        return readings.get(key);
    }

    void put(String key, Reading reading) {
        readings.put(key, reading);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
