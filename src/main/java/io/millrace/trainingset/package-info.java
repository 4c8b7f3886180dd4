/**
 * Training sets that are right at each point in time: vectors as of the moment that is asked for, labels by the rules of the outcome join, and a manifest that says from what.
 *
 * <p>May use {@code event}, {@code feature}, {@code feedback}, {@code governance}, {@code model}, {@code pipeline} and {@code replay}. Start at {@link io.millrace.trainingset.TrainingSets}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.trainingset;
