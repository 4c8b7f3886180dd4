package io.millrace.event;

/** Port: makes Kafka records of values of one type. Used by one thread at a time. */
public interface RecordEncoder<T> {
    /** The record's key: records with the same one keep their order. */
    byte[] key(T value);

    /** The record's value, in new bytes. */
    byte[] value(T value);
}
