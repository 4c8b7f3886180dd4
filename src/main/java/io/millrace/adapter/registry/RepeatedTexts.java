package io.millrace.adapter.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.io.Encoder;

/** Writes texts that come in record after record, such as names and digests; each is encoded once. Used by one thread. */
final class RepeatedTexts {
    private static final int MOST = 1_000;

    private final Map<String, byte[]> encoded = new HashMap<>();

    void write(String text, Encoder out) throws IOException {
        byte[] bytes = encoded.get(text);
        if (bytes == null) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
            keep(text, bytes);
        }
        out.writeBytes(bytes, 0, bytes.length);
    }

    /** Starts anew where there are more than can come again and again. */
    private void keep(String text, byte[] bytes) {
        if (encoded.size() == MOST) {
            encoded.clear();
        }
        encoded.put(text, bytes);
    }
}
