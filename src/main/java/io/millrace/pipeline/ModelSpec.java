package io.millrace.pipeline;

/**
 * The checked model section.
 *
 * @param threshold the score from which the decision is positive
 */
public record ModelSpec(String name, double threshold) {}
