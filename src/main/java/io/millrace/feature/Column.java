package io.millrace.feature;

import org.jspecify.annotations.Nullable;

/**
 * A projected value that a feature set keeps of each event of one source.
 *
 * @param source index of the source in the pipeline
 * @param value the value; NaN means missing and is left out of every aggregate
 * @param text canonical text, for the fingerprint
 */
public record Column(int source, @Nullable Expression where, Expression value, String text) {}
