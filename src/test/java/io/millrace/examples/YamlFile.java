package io.millrace.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads YAML to maps, lists and strings, with merge keys ({@code <<}) resolved as Compose does. */
final class YamlFile {
    private YamlFile() {}

    /** The documents of a file. */
    static List<Map<String, Object>> documents(Path file) {
        try {
            List<Map<String, Object>> documents = new ArrayList<>();
            new Load(LoadSettings.builder().build())
                    .loadAllFromString(Files.readString(file))
                    .forEach(document -> documents.add(map(merged(document))));
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object merged(Object node) {
        if (node instanceof Map<?, ?> written) {
            Map<String, Object> result = new LinkedHashMap<>();
            if (written.get("<<") instanceof Map<?, ?> merge) {
                result.putAll(map(merged(merge)));
            }
            written.forEach((key, value) -> {
                if (!"<<".equals(key)) {
                    result.put(String.valueOf(key), value == null ? "" : merged(value));
                }
            });
            return result;
        }
        return node instanceof List<?> list
                ? list.stream().map(YamlFile::merged).toList()
                : node;
    }

    /** A node that must be a map. */
    @SuppressWarnings("unchecked") // merged() makes maps of strings only
    static Map<String, Object> map(Object node) {
        if (node instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalStateException("expected a map, found " + node);
    }

    /** What is found going down by keys and, in lists, by numbers. */
    static Object at(Object node, Object... path) {
        Object here = node;
        for (Object step : path) {
            Object next = step instanceof Integer index
                    ? ((List<?>) here).get(index)
                    : map(here).get(step);
            if (next == null) {
                throw new IllegalStateException("there is no " + step + " of " + List.of(path) + " in " + node);
            }
            here = next;
        }
        return here;
    }

    /** Every scalar below a node, as text. */
    static Stream<String> scalars(Object node) {
        if (node instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(YamlFile::scalars);
        }
        return node instanceof Collection<?> list
                ? list.stream().flatMap(YamlFile::scalars)
                : Stream.of(String.valueOf(node));
    }
}
