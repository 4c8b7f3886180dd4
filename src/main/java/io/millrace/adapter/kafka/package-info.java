/**
 * Kafka as Flink's sources and sinks: where reading starts, exactly-once writing, watermarks.
 *
 * <p>May use the domain, Flink and its Kafka connector; knows no other adapter: decoders and encoders come through ports. Start at
 * {@link io.millrace.adapter.kafka.KafkaSources} and {@link io.millrace.adapter.kafka.KafkaSinks}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.kafka;
