package io.millrace.trainingset;

import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import java.util.List;

/**
 * A training set.
 *
 * @param inputs what was read of the sources
 * @param cutoff event time up to which outcomes are known, in epoch milliseconds
 * @param rows in the order of (time, partition, offset) of the scored events
 */
public record TrainingSet(
        Pipeline pipeline,
        OutcomeSpec outcome,
        TrainingSetRequest request,
        List<InputRange> inputs,
        long cutoff,
        Counts counts,
        List<TrainingSetRow> rows) {
    public TrainingSet {
        inputs = List.copyOf(inputs);
        rows = List.copyOf(rows);
    }
}
