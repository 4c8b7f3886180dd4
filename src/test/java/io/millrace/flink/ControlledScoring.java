package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The operator that decides on models and those that score, from a start to a failure or the end. */
final class ControlledScoring {
    static final List<String> MODELS = List.of("first", "a", "b", "c");
    static final int MOST_SUBTASKS = 2;

    private static final OutputTag<Decision> DECISIONS = new OutputTag<>("decisions", Form.DECISION.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final long LEAD = 20;

    /** One of three. */
    record Step(PartialVector event, ModelCommand command, long watermark) {}

    /** Predictions as "model as slot" by event, and decisions, as consumers see them: those of before a checkpoint. */
    record Outcome(Map<String, String> versions, List<Decision> decisions) {
        static final Outcome NONE = new Outcome(Map.of(), List.of());
    }

    /** What a checkpoint holds, of so many subtasks that score. */
    record States(OperatorSubtaskState control, int subtasks, OperatorSubtaskState scoring) {}

    private final TwoInputStreamOperatorTestHarness<PartialVector, ModelCommand, ControlUpdate> control;
    private final List<TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction>> scoring =
            new ArrayList<>();
    private final Outcome committed;
    private int told;

    ControlledScoring(int subtasks, States states, Outcome committed) throws Exception {
        this.committed = committed;
        FakeMaster master = new FakeMaster();
        control = new TwoInputStreamOperatorTestHarness<>(
                new ControlOperator("first", "v1", LEAD, 1, ArrayList::new, DECISIONS));
        master.serve(control);
        control.setup(Form.CONTROL_UPDATE.serializer());
        if (states != null) {
            control.initializeState(states.control);
        }
        control.open();
        for (int subtask = 0; subtask < subtasks; subtask++) {
            open(subtasks, subtask, states);
        }
        control.setProcessingTime(1);
        LoadedModels.Listener ready = new Acknowledgements(master).of(0);
        MODELS.forEach(ready::ready);
        tell();
    }

    private void open(int subtasks, int subtask, States states) throws Exception {
        int width = CardEvents.PIPELINE.features().vector().size();
        TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction> harness =
                new TwoInputStreamOperatorTestHarness<>(
                        new ScoringOperator(
                                CardEvents.TEXT,
                                new FakeScorers(width),
                                new ScoringOptions(4, Duration.ofMillis(5)),
                                SHADOWS,
                                DEAD_LETTERS),
                        MOST_SUBTASKS,
                        subtasks,
                        subtask);
        harness.setup(Form.PREDICTION.serializer());
        if (states != null) {
            harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    states.scoring, MOST_SUBTASKS, states.subtasks, subtasks, subtask));
        }
        harness.open();
        scoring.add(harness);
    }

    /** Events come late, some behind all others. */
    void take(Random random, List<Step> steps) throws Exception {
        List<Step> behind = new ArrayList<>();
        for (Step step : steps) {
            if (step.event != null && random.nextInt(3) > 0) {
                behind.add(step);
                continue;
            }
            take(step);
            while (!behind.isEmpty() && random.nextBoolean()) {
                take(behind.remove(0));
            }
        }
        for (Step step : behind) {
            take(step);
        }
    }

    void take(Step step) throws Exception {
        if (step.event != null) {
            int subtask = Math.floorMod(step.event.event().id().hashCode(), scoring.size());
            scoring.get(subtask).processElement1(new StreamRecord<>(copy(step.event)));
        } else if (step.command != null) {
            control.processElement2(new StreamRecord<>(step.command));
        } else {
            control.processWatermark1(new Watermark(step.watermark));
        }
        tell();
    }

    /** Operators write into the row of a vector. */
    private static PartialVector copy(PartialVector vector) {
        return PartialVector.scored(vector.event(), vector.row().length);
    }

    private void tell() throws Exception {
        List<ControlUpdate> updates = control.extractOutputValues();
        for (ControlUpdate update : updates.subList(told, updates.size())) {
            for (var subtask : scoring) {
                subtask.processElement2(new StreamRecord<>(update));
            }
        }
        told = updates.size();
    }

    States checkpoint() throws Exception {
        OperatorSubtaskState decided = control.snapshot(1, 1);
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (var subtask : scoring) {
            subtask.prepareSnapshotPreBarrier(1);
            states.add(subtask.snapshot(1, 1));
        }
        return new States(
                decided,
                scoring.size(),
                AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new)));
    }

    Outcome outcome() {
        Map<String, String> versions = new TreeMap<>(committed.versions);
        for (var subtask : scoring) {
            for (Prediction prediction : subtask.extractOutputValues()) {
                assertThat(versions.put(prediction.eventId(), prediction.modelDigest() + " as " + prediction.slot()))
                        .as("an earlier prediction for the same event")
                        .isNull();
            }
        }
        List<Decision> decisions = new ArrayList<>(committed.decisions);
        var decided = control.getSideOutput(DECISIONS);
        if (decided != null) {
            decided.forEach(decision -> decisions.add(decision.getValue()));
        }
        return new Outcome(versions, decisions);
    }

    Outcome end() throws Exception {
        control.processWatermark1(Watermark.MAX_WATERMARK);
        tell();
        for (var subtask : scoring) {
            subtask.prepareSnapshotPreBarrier(2);
        }
        Outcome outcome = outcome();
        close();
        return outcome;
    }

    void close() throws Exception {
        control.close();
        for (var subtask : scoring) {
            subtask.close();
        }
    }
}
