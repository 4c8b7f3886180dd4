package io.millrace.governance;

import org.jspecify.annotations.Nullable;

/** Port: makes of every Kafka record of one topic what is kept of it, whatever the record holds. Used by one thread at a time. */
public interface RecordCopier<T> {
    /**
     * Makes one copy.
     *
     * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1
     */
    T copy(int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value);
}
