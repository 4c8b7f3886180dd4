/**
 * What came of predictions: outcomes joined to them, labelled examples, how well a model does.
 *
 * <p>Pure Java; may use {@code event}, {@code model}. Start at {@link io.millrace.feedback.LabelledExample}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.feedback;
