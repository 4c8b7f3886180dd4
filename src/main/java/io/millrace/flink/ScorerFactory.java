package io.millrace.flink;

import io.millrace.model.Scorer;
import java.io.Serializable;

/** Opens the scorer of a subtask when the subtask starts. */
@FunctionalInterface
public interface ScorerFactory extends Serializable {
    /**
     * Opens a scorer.
     *
     * @param capacity the most rows of one call
     */
    Scorer open(int capacity) throws Exception;
}
