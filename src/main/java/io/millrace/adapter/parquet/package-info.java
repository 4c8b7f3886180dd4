/**
 * Training sets as Parquet files.
 *
 * <p>May use {@code feature}, {@code model}, {@code pipeline} and {@code trainingset}. Start at {@link io.millrace.adapter.parquet.TrainingSetFile}.
 */
@org.jspecify.annotations.NullMarked
package io.millrace.adapter.parquet;
