package io.millrace.pipeline;

import io.millrace.config.Durations;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.Optional;

/** Durations in a definition. */
final class DurationValues {
    private DurationValues() {}

    /** As {@link Durations#parse}; anything else is a problem of the value. */
    static Optional<Long> read(YamlValue value) {
        Optional<String> text = value.scalar();
        Optional<Long> millis = text.flatMap(Durations::parse);
        if (text.isPresent() && millis.isEmpty()) {
            value.problem("\"" + text.get() + "\" is not a duration; write for example \"10m\", \"7d\" or \"1d12h\""
                    + " (units d, h, m, s, ms; at most 100 years)");
        }
        return millis;
    }

    /** As {@link #read}, but zero is a problem too. */
    static Optional<Long> readPositive(YamlValue value) {
        Optional<Long> millis = read(value);
        if (millis.isPresent() && millis.get() == 0) {
            value.problem("is 0; expected a duration of at least 1ms");
            return Optional.empty();
        }
        return millis;
    }
}
