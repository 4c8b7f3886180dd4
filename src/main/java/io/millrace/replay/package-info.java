/**
 * Computes predictions again from raw events, with the evaluator and the models that made them, and compares every number by its bits.
 *
 * <p>May use {@code event}, {@code feature}, {@code governance}, {@code model} and {@code pipeline}. Start at {@link io.millrace.replay.Replay}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.replay;
