package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** What a feature is where its aggregate has no value: {@code empty}. */
final class EmptyValue {
    private static final String MISSING = "missing";

    private EmptyValue() {}

    /** A finite number, or NaN for missing; 0 unless said; empty where it is wrong. */
    static Optional<Double> read(YamlMap map) {
        Optional<YamlValue> value = map.value("empty");
        if (value.isEmpty()) {
            return Optional.of(0.0);
        }
        return value.get().isNumber() ? NumberValues.finite(value.get()) : word(value.get());
    }

    private static Optional<Double> word(YamlValue value) {
        Optional<String> text = value.scalar();
        if (text.isPresent() && !text.get().equals(MISSING)) {
            value.problem("\"" + text.get() + "\" is neither a number nor the word " + MISSING
                    + Names.nearest(text.get(), List.of(MISSING))
                            .map(near -> "; did you mean \"" + near + "\"?")
                            .orElse(""));
            return Optional.empty();
        }
        return text.map(missing -> Double.NaN);
    }

    /** Its part of a feature's canonical text: nothing where it is the default. */
    static String text(double empty) {
        if (empty == 0) {
            return "";
        }
        return " empty " + (Double.isNaN(empty) ? MISSING : Double.toHexString(empty));
    }
}
