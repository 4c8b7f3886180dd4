/**
 * Says of one prediction what it was made from: events, features, model, what each feature contributed, and what other models would have said. Writes it for people and for programs.
 *
 * <p>May use {@code config}, {@code event}, {@code feature}, {@code model}, {@code model.control}, {@code pipeline}, {@code replay} and {@code testing}. Start at {@link io.millrace.explain.Explainer}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.explain;
