/**
 * The local stack for the demo and the tests: a Kafka broker, a Schema Registry and a Flink cluster as processes of this
 * machine, made of Maven artefacts only, and a generator of card transactions.
 *
 * <p>May use everything else of Millrace, and the clients of those parts. Start at {@link io.millrace.dev.Stack}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev;
