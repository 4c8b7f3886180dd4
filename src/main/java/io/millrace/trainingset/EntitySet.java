package io.millrace.trainingset;

import io.millrace.pipeline.Pipeline;
import java.util.List;

/**
 * Vectors of entities at points in time.
 *
 * @param inputs what was read of the sources
 * @param rows in the order of time
 */
public record EntitySet(Pipeline pipeline, List<InputRange> inputs, List<EntityRow> rows) {
    public EntitySet {
        inputs = List.copyOf(inputs);
        rows = List.copyOf(rows);
    }
}
