package io.millrace.model;

/**
 * The record whose event was scored.
 *
 * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1
 * @param schemaId id of the writer's schema in the registry
 */
public record Trigger(String topic, int partition, long offset, long timestamp, int schemaId) {}
