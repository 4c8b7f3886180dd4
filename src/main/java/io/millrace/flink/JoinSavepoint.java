package io.millrace.flink;

import io.millrace.feature.FeatureSet;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.streaming.api.graph.StreamingJobGraphGenerator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Joins the states of feature sets that {@link FeatureStateOperator} wrote with all other state of the savepoint that the job goes on from. The new savepoint holds all its files, so that the other one may go; its metadata come
 * last, and only where the state of every subtask is there and every event waits that waited before. Runs in one subtask.
 */
public final class JoinSavepoint extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<byte[], byte[]>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final StateFromLake task;
    private final int parallelism;
    private final int maxParallelism;

    private transient List<SetState> states;

    /**
     * Joins what so many subtasks wrote.
     *
     * @param parallelism of each feature set
     * @param maxParallelism the number of key groups of each
     */
    public JoinSavepoint(PipelineText text, StateFromLake task, int parallelism, int maxParallelism) {
        this.text = text;
        this.task = task;
        this.parallelism = parallelism;
        this.maxParallelism = maxParallelism;
    }

    @Override
    public void open() throws Exception {
        super.open();
        states = new ArrayList<>();
    }

    @Override
    public void processElement(StreamRecord<byte[]> element) throws IOException {
        states.add(SetState.of(element.getValue()));
    }

    @Override
    public void endInput() throws IOException {
        Pipeline pipeline = PipelineCompiler.compile(text);
        ScoringSavepoint before = ScoringSavepoint.open(task.from());
        WaitingPlaces waiting = before.waiting(pipeline);
        List<OperatorState> operators = new ArrayList<>();
        for (OperatorState operator : before.operators()) {
            if (!operator.getOperatorUid().orElse("").startsWith(FeatureSetOperator.UID)) {
                operators.add(operator);
            }
        }
        SavepointFiles files = new SavepointFiles(task.out());
        for (OperatorState operator : operators) {
            files.copy(operator);
        }
        for (FeatureSet set : pipeline.features().sets()) {
            operators.add(state(set, waiting.count(set)));
        }
        write(new CheckpointMetadata(
                before.metadata().getCheckpointId(),
                operators,
                before.metadata().getMasterStates()));
    }

    private OperatorState state(FeatureSet set, int waiting) {
        Map<Integer, SetState> written = new TreeMap<>();
        states.stream()
                .filter(state -> state.set() == set.index())
                .forEach(state -> written.put(state.subtask(), state));
        if (written.size() != parallelism) {
            throw new IllegalStateException("feature set " + set.name() + ": " + written.size() + " of " + parallelism
                    + " subtasks have written their state");
        }
        int held = written.values().stream().mapToInt(SetState::waiting).sum();
        if (held != waiting) {
            throw new IllegalStateException("feature set " + set.name() + ": " + waiting
                    + " events wait in the savepoint " + task.from() + ", and the lake gave " + held
                    + " of them as events that are valid under the definition; go on with the old definition, stop the job with"
                    + " `flink stop --drain`, and take that savepoint");
        }
        String uid = FeatureSetOperator.uidOf(set);
        OperatorState operator = new OperatorState(
                "features of " + set.name(),
                uid,
                StreamingJobGraphGenerator.generateOperatorID(uid),
                parallelism,
                maxParallelism);
        written.forEach((subtask, state) -> operator.putState(subtask, state.state()));
        return operator;
    }

    private void write(CheckpointMetadata metadata) throws IOException {
        Path file = new Path(task.out(), AbstractFsCheckpointStorageAccess.METADATA_FILE_NAME);
        try (var out = file.getFileSystem().create(file, FileSystem.WriteMode.NO_OVERWRITE)) {
            Checkpoints.storeCheckpointMetadata(metadata, out);
        }
    }
}
