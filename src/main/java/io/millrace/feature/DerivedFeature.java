package io.millrace.feature;

/**
 * A feature computed from the event and other features.
 *
 * @param slot where the value goes in the row of all features
 */
public record DerivedFeature(Expression expression, int slot) {}
