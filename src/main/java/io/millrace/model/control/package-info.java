/**
 * Which model serves an event: commands of people and programs, what was decided on them, and the timeline of event time that follows.
 *
 * <p>Pure Java; may use {@code event}. Start at {@link io.millrace.model.control.Timeline}; {@link io.millrace.model.control.ModelControl} decides.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.model.control;
