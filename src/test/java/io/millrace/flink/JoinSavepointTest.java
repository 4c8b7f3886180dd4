package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Erasable.CARD;
import static io.millrace.flink.Erasable.MAX_PARALLELISM;
import static io.millrace.flink.Erasable.PIPELINE;
import static io.millrace.flink.Erasable.TEXT;
import static io.millrace.flink.Erasable.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A savepoint is there when all of it is, and else there is none. */
class JoinSavepointTest {
    private static final List<PartialVector> EVENTS =
            List.of(transaction("a", "c", "t", 1, START, 0), transaction("b", "c", "t", 1, START + 1, 1));

    @TempDir
    private Path folder;

    private StateFromLake task;

    /** The second event waits. */
    @BeforeEach
    void writeSavepoint() throws Exception {
        task = new StateFromLake(folder.toString(), folder.resolve("out").toString(), START + 1, null);
        try (var harness = Erasable.features(CARD, Order.EVENT_TIME)) {
            harness.open();
            harness.processElement(new StreamRecord<>(EVENTS.get(0)));
            harness.processWatermark(START);
            harness.processElement(new StreamRecord<>(EVENTS.get(1)));
            SavepointFolder.write(
                    folder,
                    MAX_PARALLELISM,
                    Map.of(
                            "features-card", harness.snapshot(1, 1),
                            "score", OperatorSubtaskState.builder().build()));
        }
    }

    private void join(List<SetState> states) throws Exception {
        try (var harness = new OneInputStreamOperatorTestHarness<>(new JoinSavepoint(TEXT, task, 1, MAX_PARALLELISM))) {
            harness.open();
            for (SetState state : states) {
                harness.processElement(new StreamRecord<>(state.bytes()));
            }
            harness.endInput();
        }
    }

    /** What the sets make of a lake. */
    private List<SetState> states(List<PartialVector> lake) throws Exception {
        List<SetState> states = new ArrayList<>();
        for (FeatureSet set : PIPELINE.features().sets()) {
            states.add(StateOfLake.of(TEXT, set, lake, task));
        }
        return states;
    }

    @Test
    void theSetsAreNewAndTheRestIsWhatItWas() throws Exception {
        join(states(EVENTS));

        ScoringSavepoint made = ScoringSavepoint.open(task.out());
        assertThat(made.operators())
                .extracting(operator -> operator.getOperatorUid().orElse(""))
                .containsExactlyInAnyOrder("score", "features-card", "features-pair", "features-terminal");
        assertThat(made.waiting(PIPELINE).scored()).isEqualTo(1);
    }

    @Test
    void withoutTheStateOfASubtaskThereIsNone() throws Exception {
        List<SetState> states = states(EVENTS);

        assertThatThrownBy(() -> join(states.subList(0, 2)))
                .hasStackTraceContaining("feature set terminal: 0 of 1 subtasks have written their state");
        assertThat(folder.resolve("out/_metadata")).doesNotExist();
    }

    @Test
    void whereTheLakeLacksAnEventThatWaitsThereIsNone() throws Exception {
        List<SetState> states = states(EVENTS.subList(0, 1));

        assertThatThrownBy(() -> join(states))
                .hasStackTraceContaining("feature set card: 1 events wait in the savepoint " + folder
                        + ", and the lake gave 0 of them as events that are valid under the definition; go on with the old definition, stop"
                        + " the job with `flink stop --drain`, and take that savepoint");
        assertThat(folder.resolve("out/_metadata")).doesNotExist();
    }

    @Test
    void stateOutsideOfTheSavepointsFolderIsRefused() {
        OperatorState operator = new OperatorState("a name", "score", new OperatorID(), 1, MAX_PARALLELISM);
        operator.putState(
                0,
                OperatorSubtaskState.builder()
                        .setManagedOperatorState(new OperatorStreamStateHandle(
                                Map.of(),
                                new FileStateHandle(new org.apache.flink.core.fs.Path("/elsewhere/state"), 3)))
                        .build());

        assertThatThrownBy(() -> new SavepointFiles(task.out()).copy(operator))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the savepoint to go on from has state as FileStateHandle; take one in the canonical format (`flink stop --type"
                                + " canonical`), which has all of it in its folder");
    }
}
