/**
 * What comes out of a pipeline's jobs, seen from outside.
 *
 * <p>May use the domain, Kafka's client and the local stack. Start at {@link io.millrace.dev.watch.TopicWatch}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.dev.watch;
