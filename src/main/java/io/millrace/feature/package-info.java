/**
 * Features: windows over the events of an entity, derived values, the vector. The one evaluator that the stream, the
 * command line, training and tests share.
 *
 * <p>Pure Java: no Flink, no input or output, no clock, no randomness. May use {@code event}. Start at {@link
 * io.millrace.feature.FeatureSet}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.feature;
