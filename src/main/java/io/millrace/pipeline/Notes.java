package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people write for people: descriptions, owners, tags. Checked for its form; changes no fingerprint. */
final class Notes {
    private Notes() {}

    static String description(YamlMap map) {
        return map.value("description").flatMap(YamlValue::text).orElse("");
    }

    /** Checks the notes of a source, a feature set or a feature. */
    static void check(YamlMap map) {
        map.value("description").ifPresent(YamlValue::text);
        map.value("owner").ifPresent(YamlValue::text);
        map.value("tags").flatMap(YamlValue::list).ifPresent(tags -> tags.forEach(YamlValue::text));
    }

    static Map<String, String> texts(YamlMap map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.entries().forEach((key, value) -> value.scalar().ifPresent(text -> texts.put(key, text)));
        return texts;
    }
}
