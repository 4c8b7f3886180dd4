/**
 * Checks an accumulator of a user's own from that user's unit tests: whatever order events arrive in, late, deleted and through bytes, a window must have the same bits.
 *
 * <p>Runs the evaluator itself. Depends on no test framework. Start reading at {@link io.millrace.feature.spi.testing.AccumulatorCheck}.
 */
@NullMarked
package io.millrace.feature.spi.testing;

import org.jspecify.annotations.NullMarked;
