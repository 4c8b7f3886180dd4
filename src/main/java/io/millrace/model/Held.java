package io.millrace.model;

/**
 * Which events of a topic the windows of a feature set's entity held, whatever the order in which they came.
 *
 * @param events the sum, modulo 2^64, of a hash of partition and offset of each event, from where the set's longest window begins to where its first one ends
 */
public record Held(String featureSet, String topic, long events) {}
