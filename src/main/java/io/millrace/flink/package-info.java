/**
 * Thin Flink operators around the domain: they read state, call the domain, write state, emit. Serialisers from {@link
 * io.millrace.event.Codec}s.
 *
 * <p>May use the domain and Flink. Start at {@link io.millrace.flink.FeatureSetOperator}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.flink;
