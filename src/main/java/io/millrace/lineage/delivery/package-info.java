/**
 * Delivers lineage events to a file, an HTTP address or a Kafka topic, and never troubles who sends them. Lies in Flink's {@code lib/} and in the job jar: where a job ends, the cluster knows it
 * and not the job.
 *
 * <p>Uses nothing else of Millrace. Start at {@link io.millrace.lineage.delivery.Delivery}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.lineage.delivery;
