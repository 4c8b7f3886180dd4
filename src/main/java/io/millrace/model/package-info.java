/**
 * Models and what they said: the ports that score vectors and keep models, the card of a model, the prediction with
 * its evidence.
 *
 * <p>Pure Java; may use {@code feature} and {@code event}. Start at {@link io.millrace.model.Prediction}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.model;
