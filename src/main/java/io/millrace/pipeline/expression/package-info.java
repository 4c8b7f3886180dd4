/**
 * Expressions: CEL text, parsed and type-checked by CEL, compiled to closures over primitive values.
 *
 * <p>Every expression is total. Where CEL would fail (division by zero, overflow, a null field, no number as a result)
 * the value is missing, and missing goes through as CEL's errors do: what needs a missing value is missing itself, but
 * {@code false && x} is false and {@code true || x} is true whatever x is. {@code x == null} tells whether a value is
 * missing. A condition that is missing selects nothing.
 *
 * <p>May use {@code event}, {@code feature} and CEL. Start at {@link
 * io.millrace.pipeline.expression.ParsedExpression}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.pipeline.expression;
