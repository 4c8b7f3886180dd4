package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.DefinitionException;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints of the set card, for a definition that has it and for one where it has another name. */
class LeftBehindTest {
    private static final int MAX_PARALLELISM = 8;
    private static final Pipeline RENAMED = PipelineCompiler.compile(new PipelineText(
            "renamed.yaml",
            CardEvents.TEXT
                    .yaml()
                    .split("\ntests:", 2)[0]
                    .replace("  card:", "  client:")
                    .replace("card.", "client."),
            CardEvents.TEXT.schemas()));

    @TempDir
    private Path directory;

    private static OperatorSubtaskState state(int events, long watermark) throws Exception {
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector>(
                new FeatureSetOperator(
                        CardEvents.TEXT, 0, new FeatureSetOptions(Order.EVENT_TIME, 10, 4_096, 100, false)),
                FeatureSetOperator.keyOf(CardEvents.PIPELINE.features().sets().get(0)),
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0)) {
            harness.setup(Form.PARTIAL_VECTOR.serializer());
            harness.open();
            for (int i = 0; i < events; i++) {
                harness.processElement(new StreamRecord<>(transaction("" + i, "c" + i, "t", 1, START + i, 0, i)));
            }
            harness.processWatermark(watermark);
            return harness.snapshot(1, 1);
        }
    }

    private String savepoint(String uid, OperatorSubtaskState state) throws IOException {
        OperatorState operator = new OperatorState("a name", uid, new OperatorID(), 1, MAX_PARALLELISM);
        operator.putState(0, state);
        try (var out = Files.newOutputStream(directory.resolve("_metadata"))) {
            Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, List.of(operator), List.of()), out);
        }
        return directory.toString();
    }

    @Test
    void eventsHeldByASetThatIsGoneAreRefused() throws Exception {
        String savepoint = savepoint("features-card", state(20, START + 4));

        assertThatThrownBy(() -> LeftBehind.check("jobs/card/pipeline.yaml", savepoint, RENAMED))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("jobs/card/pipeline.yaml")
                .hasMessageContaining(
                        "savepoint " + savepoint + " holds events that wait to be scored in operators which"
                                + " the definition does not have: features-card (15 events or more); they would get no prediction. Go on"
                                + " with the old definition, stop the job with `flink stop --drain`, and go on from that savepoint"
                                + " with the new one");
    }

    @Test
    void aSetThatStaysKeepsItsEvents() throws Exception {
        String savepoint = savepoint("features-card", state(20, START + 4));

        assertThatCode(() -> LeftBehind.check("p", savepoint, CardEvents.PIPELINE))
                .doesNotThrowAnyException();
    }

    @Test
    void aDrainedSetMayGo() throws Exception {
        String savepoint = savepoint("features-card", state(20, Long.MAX_VALUE));

        assertThatCode(() -> LeftBehind.check("p", savepoint, RENAMED)).doesNotThrowAnyException();
    }

    @Test
    void whatCanNotBeReadIsLeftToFlink() {
        assertThatCode(() -> LeftBehind.check("p", directory.resolve("none").toString(), RENAMED))
                .doesNotThrowAnyException();
    }
}
