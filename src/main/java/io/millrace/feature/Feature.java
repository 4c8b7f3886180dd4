package io.millrace.feature;

/**
 * A declared feature's place in the row of all features.
 *
 * @param name the full name, feature set and feature, for example {@code card.avg_7d}
 * @param slot the position in the row
 * @param definition canonical text of what the feature means, its inputs included; equal texts mean equal values. The fingerprint is made of these.
 */
public record Feature(String name, int slot, FeatureKind kind, String definition) {}
