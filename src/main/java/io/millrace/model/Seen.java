package io.millrace.model;

/** A part of a frontier: up to which offset of an input partition the entity of a feature set had seen its events. */
public record Seen(String featureSet, String topic, int partition, long offset) {}
