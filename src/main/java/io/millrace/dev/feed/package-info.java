/**
 * Events of rows as records in the topics of a pipeline's sources, as its users' producers would write them.
 *
 * <p>May use the domain, rows, Avro, the registry's and Kafka's clients. Start at {@link io.millrace.dev.feed.Feed}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev.feed;
