package io.millrace.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;

/** Savepoints of tests. */
public final class SavepointFolder {
    private SavepointFolder() {}

    /** Writes one of a job with a subtask for each operator. */
    public static void write(Path folder, int maxParallelism, Map<String, OperatorSubtaskState> byUid)
            throws IOException {
        List<OperatorState> operators = new ArrayList<>();
        byUid.forEach((uid, state) -> {
            OperatorState operator = new OperatorState("a name", uid, new OperatorID(), 1, maxParallelism);
            operator.putState(0, state);
            operators.add(operator);
        });
        try (var out = Files.newOutputStream(folder.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, operators, List.of()), out);
        }
    }
}
