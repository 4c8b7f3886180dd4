package io.millrace.trainingset;

import io.millrace.model.Prediction;

/**
 * A prediction with its features as of the moment that was asked for, and what became of it.
 *
 * @param vector in the model's order; NaN is a missing value
 */
@SuppressWarnings("ArrayRecordComponent") // a vector stays primitive; compared by bits where it is compared
public record TrainingSetRow(Prediction prediction, double[] vector, Label label) {}
