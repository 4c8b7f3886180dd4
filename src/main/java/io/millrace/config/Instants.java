package io.millrace.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Points in time as settings have them, for example {@code 2024-05-01T00:00:00Z}. */
final class Instants {
    private Instants() {}

    /** Empty where the text is none. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
