package io.millrace.pipeline;

import io.millrace.feature.spi.Parameters;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code parameters} of an aggregate that a user has written, whose meaning only that knows. */
final class CustomParameters {
    private static final String KEY = "parameters";
    private static final int MOST_VALUES = 1_000;
    private static final String EXAMPLE = "[1, 2.5] or [A, B]";

    private CustomParameters() {}

    /** The parameters, none where they are not there; empty where they have problems. */
    static Optional<Parameters> read(YamlMap map) {
        Optional<YamlValue> value = map.value(KEY);
        return value.isEmpty()
                ? Optional.of(Parameters.none())
                : value.get().map().flatMap(CustomParameters::values);
    }

    /** A parameter by its name. */
    static Optional<YamlValue> value(YamlMap map, String name) {
        return map.value(KEY)
                .filter(YamlValue::isMap)
                .flatMap(YamlValue::map)
                .flatMap(parameters -> parameters.value(name));
    }

    private static Optional<Parameters> values(YamlMap map) {
        Map<String, Object> values = new TreeMap<>();
        for (Map.Entry<String, YamlValue> entry : map.entries().entrySet()) {
            value(entry.getValue()).ifPresent(value -> values.put(entry.getKey(), value));
        }
        return values.size() == map.entries().size() ? Optional.of(Parameters.of(values)) : Optional.empty();
    }

    private static Optional<?> value(YamlValue value) {
        return value.isList()
                ? ListValues.items(value, MOST_VALUES, EXAMPLE).flatMap(CustomParameters::list)
                : single(value);
    }

    private static Optional<?> single(YamlValue value) {
        if (value.isNumber()) {
            return NumberValues.finite(value);
        }
        return value.isBool() ? value.bool() : value.text();
    }

    /** All numbers where the first one is, else all texts. */
    private static Optional<List<?>> list(List<YamlValue> items) {
        boolean numbers = items.get(0).isNumber();
        List<?> values = items.stream()
                .map(item -> numbers ? NumberValues.finite(item) : item.text())
                .flatMap(Optional::stream)
                .toList();
        return values.size() == items.size() ? Optional.of(values) : Optional.empty();
    }
}
