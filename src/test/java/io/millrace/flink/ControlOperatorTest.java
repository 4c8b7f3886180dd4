package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.feature.PartialVector;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.event.Level;

class ControlOperatorTest {
    private static final OutputTag<Decision> DECISIONS = new OutputTag<>("decisions", Form.DECISION.typeInformation());
    private static final int SCORERS = 2;
    private static final long LEAD = 1_000;

    @RegisterExtension
    private final LoggerAuditingExtension log = new LoggerAuditingExtension(AbstractStreamOperator.class, Level.WARN);

    /** Lives on where tasks start again. */
    private final FakeMaster master = new FakeMaster();

    private TwoInputStreamOperatorTestHarness<PartialVector, ModelCommand, ControlUpdate> harness;
    private final List<LoadedModels.Listener> subtasks = new ArrayList<>();
    private String vector = "v1";
    private int commands;

    /** The subtasks that score start last. */
    private void open(List<Decision> history, OperatorSubtaskState state) throws Exception {
        ArrayList<Decision> shipped = new ArrayList<>(history);
        harness = new TwoInputStreamOperatorTestHarness<>(
                new ControlOperator("first", vector, LEAD, SCORERS, () -> shipped, DECISIONS));
        master.serve(harness);
        harness.setup(Form.CONTROL_UPDATE.serializer());
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
        harness.setProcessingTime(1);
        Acknowledgements acknowledgements = new Acknowledgements(master);
        subtasks.clear();
        for (int subtask = 0; subtask < SCORERS; subtask++) {
            subtasks.add(acknowledgements.of(subtask));
        }
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void command(String id, Kind kind, long at, String... models) throws Exception {
        List<Share> shares = List.of(models).stream().map(Share::of).toList();
        harness.processElement2(new StreamRecord<>(new ModelCommand(id, kind, "", shares, at, "ada", "because", 5)));
    }

    private void command(Kind kind, long at, String... models) throws Exception {
        command("c" + commands++, kind, at, models);
    }

    private void loaded(String model) {
        subtasks.forEach(subtask -> subtask.ready(model));
    }

    private List<Decision> decisions() {
        List<Decision> decisions = new ArrayList<>();
        harness.getSideOutput(DECISIONS).forEach(record -> decisions.add(record.getValue()));
        return decisions;
    }

    /** The changes that were told. */
    private List<ModelCommand> told() {
        return harness.extractOutputValues().stream()
                .map(ControlUpdate::decision)
                .filter(Objects::nonNull)
                .map(Decision::command)
                .toList();
    }

    private long horizon() {
        return harness.extractOutputValues().stream()
                .mapToLong(ControlUpdate::horizon)
                .max()
                .orElseThrow();
    }

    @Test
    void aPipelineBeginsWithTheGivenModel() throws Exception {
        open(List.of(), null);
        assertThat(decisions()).hasSize(1);
        assertThat(decisions().get(0).verdict()).isEqualTo(Verdict.ACCEPTED);
        assertThat(told())
                .extracting(command -> command.models().get(0).digest())
                .containsExactly("first");
    }

    @Test
    void whatWasDecidedBeforeIsToldBeforeAnyHorizon() throws Exception {
        harness = new TwoInputStreamOperatorTestHarness<>(
                new ControlOperator("first", vector, LEAD, SCORERS, ArrayList::new, DECISIONS));
        new FakeMaster().serve(harness);
        harness.setup(Form.CONTROL_UPDATE.serializer());
        harness.open();
        harness.processWatermark1(new Watermark(10_000));
        harness.setProcessingTime(1);

        assertThat(told()).hasSize(1);
        assertThat(harness.extractOutputValues().get(0).decision()).isNotNull();
        assertThat(horizon()).isEqualTo(11_000);
    }

    @Test
    void whatWasDecidedInAnEarlierLifeIsToldAndNotDecidedAgain() throws Exception {
        ModelCommand command =
                new ModelCommand("old", Kind.ACTIVATE, "", List.of(Share.of("second")), 500, "ada", "", 5);
        open(List.of(new Decision(command, Verdict.ACCEPTED, "", 0, "v1")), null);
        assertThat(told()).containsExactly(command);
        command("old", Kind.ACTIVATE, 500, "second");
        assertThat(harness.getSideOutput(DECISIONS)).isNull();
    }

    @Test
    void theHorizonIsAheadOfTheWatermarkAndNothingIsDecidedWithinIt() throws Exception {
        open(List.of(), null);
        loaded("next");
        harness.processWatermark1(new Watermark(10_000));
        assertThat(horizon()).isEqualTo(11_000);
        command(Kind.ACTIVATE, 11_000, "next");
        command(Kind.ACTIVATE, 11_001, "next");
        command(Kind.ACTIVATE, ModelCommand.SOON, "next");

        assertThat(decisions().subList(1, 4))
                .extracting(Decision::verdict)
                .containsExactly(Verdict.REFUSED, Verdict.ACCEPTED, Verdict.ACCEPTED);
        assertThat(decisions().get(1).detail()).contains("1970-01-01T00:00:11Z is too early");
        assertThat(told()).extracting(ModelCommand::at).endsWith(11_001L, 11_001L);
        assertThat(told()).hasSize(3);
    }

    @Test
    void aModelIsActivatedOnlyWhereAllSubtasksHaveIt() throws Exception {
        open(List.of(), null);
        subtasks.get(0).ready("next");
        command(Kind.ACTIVATE, 500, "next");
        assertThat(decisions().get(1).detail())
                .isEqualTo(
                        "model next is not prepared: 1 of 2 subtasks have it loaded; prepare it first, and wait until all have it");
        subtasks.get(1).ready("next");
        command(Kind.ACTIVATE, 500, "next");
        assertThat(decisions().get(2).verdict()).isEqualTo(Verdict.ACCEPTED);
        subtasks.get(0).gone("next");
        command(Kind.ACTIVATE, 500, "next");
        assertThat(decisions().get(3).verdict()).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void aPreparationEndsWhenAllSubtasksHaveTheModel() throws Exception {
        open(List.of(), null);
        command(Kind.PREPARE, ModelCommand.SOON, "next");
        assertThat(told()).extracting(ModelCommand::kind).endsWith(Kind.PREPARE);
        loaded("next");
        harness.setProcessingTime(1_000);
        assertThat(decisions())
                .extracting(Decision::verdict)
                .containsExactly(Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.PREPARED);
    }

    @Test
    void aPreparationFailsWithWhatTheSubtaskSays() throws Exception {
        open(List.of(), null);
        command(Kind.PREPARE, ModelCommand.SOON, "next");
        subtasks.get(1).failed("next", "its input is\ntoo wide");
        harness.setProcessingTime(1_000);
        assertThat(decisions().get(2).verdict()).isEqualTo(Verdict.NOT_PREPARED);
        assertThat(decisions().get(2).detail()).isEqualTo("subtask 2 of 2: its input is too wide");

        command(Kind.PREPARE, ModelCommand.SOON, "next");
        harness.setProcessingTime(2_000);
        assertThat(decisions()).as("what was said before counts no more").hasSize(4);
    }

    @Test
    void decisionsAndHorizonSurviveARestart() throws Exception {
        open(List.of(), null);
        loaded("next");
        harness.processWatermark1(new Watermark(10_000));
        command("c", Kind.ACTIVATE, ModelCommand.SOON, "next");
        harness.processWatermark1(Watermark.MAX_WATERMARK);
        assertThat(horizon()).isEqualTo(Long.MAX_VALUE);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();

        open(List.of(), state);
        assertThat(told())
                .extracting(command -> command.models().get(0).digest())
                .containsExactly("first", "next");
        assertThat(horizon()).as("the end of the input is no event time").isEqualTo(11_000);
        command("c", Kind.ACTIVATE, ModelCommand.SOON, "next");
        assertThat(harness.getSideOutput(DECISIONS)).isNull();
    }

    @Test
    void underAnotherVectorThePipelineBeginsWithTheGivenModel() throws Exception {
        open(List.of(), null);
        loaded("next");
        command(Kind.ACTIVATE, 500, "next");
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();

        vector = "v2";
        open(List.of(), state);
        assertThat(told()).hasSize(1);
        assertThat(decisions()).hasSize(1);
        assertThat(decisions().get(0).vector()).isEqualTo("v2");
    }

    @Test
    void afterARestartWhatWasPreparedIsLoadedAgain() throws Exception {
        open(List.of(), null);
        command(Kind.PREPARE, ModelCommand.SOON, "next");
        loaded("next");
        harness.setProcessingTime(1_000);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();

        open(List.of(), state);
        assertThat(told()).extracting(ModelCommand::kind).containsExactly(Kind.ACTIVATE, Kind.PREPARE);
    }

    @Test
    void aPreparationGoesOnAfterARestart() throws Exception {
        open(List.of(), null);
        command(Kind.PREPARE, ModelCommand.SOON, "next");
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();

        open(List.of(), state);
        assertThat(told()).extracting(ModelCommand::kind).containsExactly(Kind.ACTIVATE, Kind.PREPARE);
        loaded("next");
        harness.setProcessingTime(1_000);
        assertThat(decisions()).extracting(Decision::verdict).containsExactly(Verdict.PREPARED);
    }

    @Test
    void whatSubtasksSaidBeforeARestartCountsNoMore() throws Exception {
        open(List.of(), null);
        command(Kind.PREPARE, ModelCommand.SOON, "next");
        command(Kind.PREPARE, ModelCommand.SOON, "other");
        OperatorSubtaskState state = harness.snapshot(1, 1);
        loaded("next");
        subtasks.get(1).failed("other", "it can't be read");
        harness.close();

        open(List.of(), state);
        assertThat(harness.getSideOutput(DECISIONS)).isNull();
        loaded("other");
        subtasks.get(0).ready("next");
        harness.setProcessingTime(1_000);
        assertThat(decisions())
                .extracting(
                        Decision::verdict,
                        decision -> decision.command().models().get(0).digest())
                .containsExactly(tuple(Verdict.PREPARED, "other"));
    }

    @Test
    void thatTheStoresChampionHasNoEffectIsLogged() throws Exception {
        ModelCommand command =
                new ModelCommand("old", Kind.ACTIVATE, "", List.of(Share.of("second")), 500, "ada", "", 5);
        open(List.of(new Decision(command, Verdict.ACCEPTED, "", 0, "v1")), null);

        assertThat(log.getMessages()).singleElement().asString().startsWith("model first is the store's champion");
    }

    @Test
    void whereTheStoresChampionServesNothingIsLogged() throws Exception {
        open(List.of(), null);

        assertThat(log.getMessages()).isEmpty();
    }
}
