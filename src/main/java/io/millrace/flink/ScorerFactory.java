package io.millrace.flink;

import io.millrace.model.Scorer;
import java.io.Serializable;

/** Opens scorers of models where they run. */
@FunctionalInterface
public interface ScorerFactory extends Serializable {
    /**
     * Opens a scorer, ready to score. May take long; called on threads of its own, several at once for different models.
     *
     * @param digest names the model
     * @param capacity the most rows of one call
     * @throws Exception with a message that says why the model can't be used
     */
    Scorer open(String digest, int capacity) throws Exception;

    /** Bytes that the models which are loaded in this process take, as far as that is known. */
    default long modelMemory() {
        return 0;
    }
}
