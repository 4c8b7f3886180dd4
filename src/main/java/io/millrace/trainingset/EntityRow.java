package io.millrace.trainingset;

/**
 * The vector of entities at a point in time.
 *
 * @param id of the row that asked for it
 * @param time in epoch milliseconds
 * @param vector in the model's order; NaN is a missing value
 */
@SuppressWarnings("ArrayRecordComponent") // a vector stays primitive; compared by bits where it is compared
public record EntityRow(String id, long time, double[] vector) {}
