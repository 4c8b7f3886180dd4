package io.millrace.pipeline;

/**
 * A feature that another one reads, and what it does there.
 *
 * @param feature the full name
 */
public record FeatureUse(String feature, Use use) {}
