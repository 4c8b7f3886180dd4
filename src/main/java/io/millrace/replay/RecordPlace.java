package io.millrace.replay;

/** The place of a record in Kafka. */
public record RecordPlace(String topic, int partition, long offset) {}
