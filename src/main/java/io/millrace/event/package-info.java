/**
 * What happened: one decoded record of a source, its fields, its time and its place in Kafka.
 *
 * <p>Pure Java; may use {@code config}. Start at {@link io.millrace.event.Event}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.event;
