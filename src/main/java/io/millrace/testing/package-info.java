/**
 * Runs the tests of a definition, and shows what a feature that is not as expected has seen.
 *
 * <p>May use {@code event}, {@code feature} with what it is made of, and {@code pipeline}. Start at {@link io.millrace.testing.TestRunner}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.testing;
