package io.millrace.governance;

import org.jspecify.annotations.Nullable;

/**
 * Port: turns Kafka records of one topic into values, or into dead letters where they are not valid. Used by one thread at a time.
 *
 * <p>No contents of a record make it throw. It throws only where it can't know what a record is, because something else than the
 * record is broken: then nothing is lost, and the record is read again.
 */
public interface RecordDecoder<T> {
    /**
     * Decodes one record.
     *
     * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1
     */
    Arrival<T> decode(int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value);
}
