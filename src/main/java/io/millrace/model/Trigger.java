package io.millrace.model;

/** The record whose event was scored. */
public final class Trigger {
    String topic;
    int partition;
    long offset;
    long timestamp;
    int schemaId;

    public Trigger(String topic, int partition, long offset, long timestamp, int schemaId) {
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
        this.timestamp = timestamp;
        this.schemaId = schemaId;
    }

    Trigger copy() {
        return new Trigger(topic, partition, offset, timestamp, schemaId);
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** Kafka's record timestamp in epoch milliseconds, or -1. */
    public long timestamp() {
        return timestamp;
    }

    /** The id of the writer's schema in the registry. */
    public int schemaId() {
        return schemaId;
    }

    @Override
    public String toString() {
        return topic + ", partition " + partition + ", offset " + offset;
    }
}
