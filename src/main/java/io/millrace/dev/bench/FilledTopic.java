package io.millrace.dev.bench;

import java.util.Map;

/**
 * A topic of events that is ready to be read.
 *
 * @param events how many are in it
 * @param untilFull how many come before the longest window is full for the first time
 * @param entities how many have an event
 * @param bytes of all events, keys and values
 * @param histories of the payments whose results are checked, by their ids
 */
record FilledTopic(long events, long untilFull, long entities, long bytes, Map<String, PaymentHistory> histories) {
    /** What is told of it when all is measured; histories take hundreds of megabytes. */
    FilledTopic withoutHistories() {
        return new FilledTopic(events, untilFull, entities, bytes, Map.of());
    }
}
