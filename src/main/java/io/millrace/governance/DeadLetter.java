package io.millrace.governance;

import org.jspecify.annotations.Nullable;

/**
 * A record that did not go on, with its place and the reason: enough to find it in its topic, mend the cause and send it again.
 *
 * @param source the source's name in the definition
 * @param topic Kafka topic
 * @param partition Kafka partition
 * @param offset Kafka offset
 * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1
 * @param reason the declared reason
 * @param detail a sentence: what was found, what was expected; never the record's contents
 * @param eventId the business id where it could be read
 * @param key the record's key as read; null where there was none or the record was decoded already
 * @param value the record's value as read; null where there was none, where it is oversized, or where the record was decoded already
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of a record pass through unread; never compared
public record DeadLetter(
        String source,
        String topic,
        int partition,
        long offset,
        long timestamp,
        Reason reason,
        String detail,
        @Nullable String eventId,
        byte @Nullable [] key,
        byte @Nullable [] value) {}
