package io.millrace.pipeline;

import io.millrace.event.Event;
import io.millrace.feature.TextExpression;
import java.util.Objects;

/**
 * Which segment an event belongs to: a function of the event's fields alone.
 *
 * @param definition canonical text of the expression
 * @param name gives the segment's name
 */
public record Segments(String definition, TextExpression name) {
    private static final double[] NO_FEATURES = {};

    /** The segment of an event; an empty text, which is the segment of all others, where a field that it needs is missing. */
    public String of(Event event) {
        return Objects.requireNonNullElse(name.eval(event, NO_FEATURES), "");
    }
}
