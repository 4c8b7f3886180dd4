package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** What is said of each feature, by its full name; of a definition without problems. */
    static Map<String, Note> ofFeatures(List<DeclaredSet> sets, FeatureTable table) {
        Map<String, Note> notes = new LinkedHashMap<>();
        for (DeclaredSet set : sets) {
            for (DeclaredFeature feature : set.features()) {
                Note note = note(set.map(), feature.map());
                table.variants(feature.fullName())
                        .ifPresent(variants -> variants.all().forEach(checked -> notes.put(checked.name(), note)));
            }
        }
        return notes;
    }

    private static Note note(YamlMap set, YamlMap feature) {
        List<String> tags = new ArrayList<>(tags(set));
        tags.addAll(tags(feature));
        String owner = feature.value("owner")
                .or(() -> set.value("owner"))
                .flatMap(YamlValue::text)
                .orElse("");
        return new Note(description(feature), owner, tags.stream().distinct().toList());
    }

    private static List<String> tags(YamlMap map) {
        return map.value("tags").flatMap(YamlValue::list).orElse(List.of()).stream()
                .flatMap(tag -> tag.text().stream())
                .toList();
    }

    static Map<String, String> texts(YamlMap map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.entries().forEach((key, value) -> value.scalar().ifPresent(text -> texts.put(key, text)));
        return texts;
    }
}
