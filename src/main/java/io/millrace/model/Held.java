package io.millrace.model;

/** Which events of a topic the windows of a feature set's entity held, whatever the order in which they came. */
public final class Held {
    String featureSet;
    String topic;
    long events;

    public Held(String featureSet, String topic, long events) {
        this.featureSet = featureSet;
        this.topic = topic;
        this.events = events;
    }

    Held copy() {
        return new Held(featureSet, topic, events);
    }

    public String featureSet() {
        return featureSet;
    }

    public String topic() {
        return topic;
    }

    /** The sum, modulo 2^64, of a hash of partition and offset of each event, from where the set's longest window begins to where its first one ends. */
    public long events() {
        return events;
    }

    @Override
    public String toString() {
        return featureSet + ": " + topic + ", " + Long.toHexString(events);
    }
}
