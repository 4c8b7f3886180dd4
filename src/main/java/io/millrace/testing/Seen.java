package io.millrace.testing;

import io.millrace.event.Event;
import java.util.Comparator;

/**
 * An event that was evaluated.
 *
 * @param row every feature by slot; empty for an event that is not scored
 */
@SuppressWarnings("ArrayRecordComponent") // the evaluator's row as it is, only read here
public record Seen(Event event, double[] row) {
    /** The row of an event that is not scored. */
    public static final double[] NO_FEATURES = {};

    static final Comparator<Seen> ORDER = Comparator.comparing(
            Seen::event,
            Comparator.comparingLong(Event::time)
                    .thenComparingInt(Event::partition)
                    .thenComparingLong(Event::offset));
}
