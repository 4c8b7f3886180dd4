/**
 * Training on history in files: rows through the evaluator, outcomes to labels, labels to a model in the store.
 *
 * <p>May use the domain and the adapters for files, training and stores. Start at {@link io.millrace.training.FileTraining}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.training;
