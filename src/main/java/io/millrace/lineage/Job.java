package io.millrace.lineage;

import java.util.List;
import java.util.Map;

/**
 * A job and the datasets around it.
 *
 * @param name within the namespace of jobs, for example {@code card-fraud.scoring}
 * @param description empty where there is none
 * @param owners who answers for what
 * @param kind whether it ends by itself
 * @param definition the text of the definition that it runs
 */
public record Job(
        String name,
        String description,
        Map<String, String> owners,
        Kind kind,
        String definition,
        List<Dataset> inputs,
        List<Dataset> outputs) {
    public Job {
        owners = Map.copyOf(owners);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Whether a job ends by itself, and what runs it. */
    public enum Kind {
        /** On Flink, until it is stopped. */
        STREAMING,
        /** On Flink, until it is done. */
        BATCH,
        /** In the command line, until it is done. */
        COMMAND
    }
}
