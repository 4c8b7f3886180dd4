/**
 * Kafka records in the Schema Registry's wire format: decoding and validating events, encoding what Millrace writes.
 *
 * <p>May use the domain, Avro and Confluent's registry client (as Flink relocates it); knows neither Flink nor Kafka. Start at {@link
 * io.millrace.adapter.registry.EventDecoder}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.registry;
