package io.millrace.pipeline;

import io.millrace.config.Durations;
import io.millrace.event.EventType;
import io.millrace.pipeline.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times in tests: a duration after {@link FeatureTest#START}, or ISO 8601 with an offset. */
final class TestTimes {
    private TestTimes() {}

    /** Epoch milliseconds; anything else, and a time that no event can have, is a problem of the value. */
    static Optional<Long> read(YamlValue value) {
        Optional<String> text = value.scalar();
        Optional<Long> time = text.flatMap(TestTimes::parse);
        if (text.isPresent() && time.isEmpty()) {
            value.problem("\"" + text.get() + "\" is no time; write how long after the start of the test, for example"
                    + " \"1d12h\", or for example \"2024-01-02T12:00:00Z\" (from 1970 to 9999)");
        }
        return time;
    }

    /** Such that {@link #read} gives the time again. */
    static String format(long time) {
        return time < FeatureTest.START
                ? Instant.ofEpochMilli(time).toString()
                : Durations.format(time - FeatureTest.START);
    }

    private static Optional<Long> parse(String text) {
        return Durations.parse(text)
                .map(after -> FeatureTest.START + after)
                .or(() -> timestamp(text))
                .filter(time -> time >= 0 && time <= EventType.LATEST_TIME);
    }

    private static Optional<Long> timestamp(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
