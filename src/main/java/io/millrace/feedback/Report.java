package io.millrace.feedback;

import io.millrace.event.Event;

/**
 * A reported outcome: whose it is, when it became known, and the record that said so.
 *
 * @param eventId business id of the scored event
 * @param time event time of the report in epoch milliseconds
 */
public record Report(String eventId, long time, int partition, long offset, long timestamp) {
    /** The report that an event of the outcome source makes. */
    public static Report of(Event event, int joinSlot) {
        return new Report(event.keyAt(joinSlot), event.time(), event.partition(), event.offset(), event.timestamp());
    }
}
