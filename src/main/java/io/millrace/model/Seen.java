package io.millrace.model;

/** A part of a frontier: up to which offset of an input partition the entity of a feature set had seen its events. */
public final class Seen {
    String featureSet;
    String topic;
    int partition;
    long offset;

    public Seen(String featureSet, String topic, int partition, long offset) {
        this.featureSet = featureSet;
        this.topic = topic;
        this.partition = partition;
        this.offset = offset;
    }

    Seen copy() {
        return new Seen(featureSet, topic, partition, offset);
    }

    public String featureSet() {
        return featureSet;
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

    @Override
    public String toString() {
        return featureSet + ": " + topic + ", partition " + partition + ", up to offset " + offset;
    }
}
