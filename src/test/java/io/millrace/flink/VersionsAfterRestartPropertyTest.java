package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** In random schedules of activations and ramps each event gets the version that it gets in an undisturbed run, wherever the job fails, with one or two subtasks that score, and however late events reach them. */
class VersionsAfterRestartPropertyTest {
    private static final OutputTag<Decision> DECISIONS = new OutputTag<>("decisions", Form.DECISION.typeInformation());
    private static final OutputTag<Prediction> SHADOWS = new OutputTag<>("shadows", Form.PREDICTION.typeInformation());
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final List<String> MODELS = List.of("first", "a", "b", "c");
    private static final int MOST_SUBTASKS = 2;
    private static final long LEAD = 20;

    /** One of three. */
    private record Step(PartialVector event, ModelCommand command, long watermark) {}

    @Property(tries = 30)
    void eachEventGetsItsVersion(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Step> steps = steps(random);
        Life undisturbed = new Life(1, null, new TreeMap<>());
        for (Step step : steps) {
            undisturbed.take(step);
        }
        Map<String, String> expected = undisturbed.end();

        assertThat(disturbed(random, steps)).as("seed %d", seed).isEqualTo(expected);
        assertThat(expected)
                .hasSize((int) steps.stream().filter(step -> step.event != null).count());
    }

    private static Map<String, String> disturbed(Random random, List<Step> steps) throws Exception {
        int checkpoint = random.nextInt(steps.size());
        int failure = checkpoint + random.nextInt(steps.size() - checkpoint);
        Life first = new Life(1, null, new TreeMap<>());
        for (Step step : steps.subList(0, checkpoint)) {
            first.take(step);
        }
        States states = first.checkpoint();
        Map<String, String> committed = first.versions();
        for (Step step : steps.subList(checkpoint, failure)) {
            first.take(step);
        }
        first.close();

        Life second = new Life(1 + random.nextInt(MOST_SUBTASKS), states, committed);
        List<Step> behind = new ArrayList<>();
        for (Step step : steps.subList(checkpoint, steps.size())) {
            if (step.event != null && random.nextInt(3) > 0) {
                behind.add(step);
                continue;
            }
            second.take(step);
            while (!behind.isEmpty() && random.nextBoolean()) {
                second.take(behind.remove(0));
            }
        }
        for (Step step : behind) {
            second.take(step);
        }
        return second.end();
    }

    private static List<Step> steps(Random random) {
        List<Step> steps = new ArrayList<>();
        long watermark = START;
        for (int i = 0; i < 80; i++) {
            long near = watermark + random.nextInt(80) - 20;
            switch (random.nextInt(6)) {
                case 0 -> {
                    watermark += random.nextInt(15);
                    steps.add(new Step(null, null, watermark));
                }
                case 1 -> steps.add(new Step(null, command(random, i, near), 0));
                default ->
                    steps.add(new Step(transaction("e" + i, "c" + random.nextInt(20), "t", 10, near, 2, i), null, 0));
            }
        }
        return steps;
    }

    private static ModelCommand command(Random random, int number, long at) {
        String model = MODELS.get(random.nextInt(MODELS.size()));
        boolean isSplit = random.nextBoolean();
        List<Share> shares = List.of(isSplit ? new Share(model, random.nextInt(101) / 100.0) : Share.of(model));
        long when = random.nextInt(4) == 0 ? ModelCommand.SOON : at;
        return new ModelCommand(
                "c" + number, isSplit ? Kind.SPLIT : Kind.ACTIVATE, "", shares, when, "ada", "because", 5);
    }

    private record States(OperatorSubtaskState control, OperatorSubtaskState scoring) {}

    /** The two operators from a start to a failure or the end. */
    private static final class Life {
        private final TwoInputStreamOperatorTestHarness<PartialVector, ModelCommand, ControlUpdate> control;
        private final List<TwoInputStreamOperatorTestHarness<PartialVector, ControlUpdate, Prediction>> scoring =
                new ArrayList<>();
        private final Map<String, String> committed;
        private int told;

        Life(int subtasks, States states, Map<String, String> committed) throws Exception {
            this.committed = committed;
            FakeMaster master = new FakeMaster();
            LoadedModels.Listener ready = new Acknowledgements(master).of(0);
            MODELS.forEach(ready::ready);
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
                        states.scoring, MOST_SUBTASKS, 1, subtasks, subtask));
            }
            harness.open();
            scoring.add(harness);
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
            scoring.get(0).prepareSnapshotPreBarrier(1);
            return new States(control.snapshot(1, 1), scoring.get(0).snapshot(1, 1));
        }

        Map<String, String> versions() {
            Map<String, String> versions = new TreeMap<>(committed);
            for (var subtask : scoring) {
                subtask.extractOutputValues()
                        .forEach(prediction -> versions.put(
                                prediction.eventId(), prediction.modelDigest() + " as " + prediction.slot()));
            }
            return versions;
        }

        Map<String, String> end() throws Exception {
            control.processWatermark1(Watermark.MAX_WATERMARK);
            tell();
            for (var subtask : scoring) {
                subtask.prepareSnapshotPreBarrier(2);
            }
            Map<String, String> versions = versions();
            close();
            return versions;
        }

        void close() throws Exception {
            control.close();
            for (var subtask : scoring) {
                subtask.close();
            }
        }
    }
}
