package io.millrace.adapter.xgboost;

/**
 * One scored event with what came of it.
 *
 * @param eventTime in epoch milliseconds
 * @param vector the features in the model's order; NaN is a missing value
 * @param label 1 for a positive, otherwise 0
 */
@SuppressWarnings("ArrayRecordComponent") // a vector stays primitive; never compared
public record TrainingRow(long eventTime, double[] vector, double label) {}
