package io.millrace.adapter.registry;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;

/** Texts that come again and again, held once: millions of predictions name the same few topics, models and feature sets. Used by one thread. */
final class Words {
    private static final int MOST = 10_000;

    private final Map<Object, String> known = new HashMap<>();

    String text(GenericRecord in, String field) {
        Object value = in.get(field);
        String word = known.get(value);
        if (word == null) {
            word = value.toString();
            if (known.size() < MOST) {
                known.put(value instanceof Utf8 utf8 ? new Utf8(utf8) : word, word);
            }
        }
        return word;
    }
}
