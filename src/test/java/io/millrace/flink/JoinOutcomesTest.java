package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.fraud;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.OutcomeJoin;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoinOutcomesTest {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());

    private KeyedTwoInputStreamOperatorTestHarness<String, Prediction, PartialVector, LabelledExample> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Prediction, PartialVector, LabelledExample> harness()
            throws Exception {
        var outcome = CardEvents.PIPELINE.outcome();
        var join = new OutcomeJoin(outcome.horizon(), outcome.corrections(), outcome.absent());
        int slot = outcome.joinSlot();
        var harness = new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new JoinOutcomes("frauds", "frauds", slot, join, DEAD_LETTERS)),
                Prediction::eventId,
                fact -> fact.event().keyAt(slot),
                Types.STRING);
        harness.setup(Form.LABELLED_EXAMPLE.serializer());
        return harness;
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void predict(String eventId, long time, double... vector) throws Exception {
        Prediction prediction = new Prediction(
                "p" + eventId,
                "card-fraud",
                eventId,
                time,
                0.25f,
                false,
                1,
                Slot.CHAMPION,
                "model",
                "digest",
                "fingerprint",
                vector,
                new Trigger("transactions", 0, 5, time, 1),
                List.of(),
                List.of(),
                "onnxruntime",
                "transactional");
        harness.processElement1(new StreamRecord<>(prediction, time));
    }

    private void report(String eventId, long time, long offset) throws Exception {
        harness.processElement2(new StreamRecord<>(fraud(eventId, "t", time, offset), time));
    }

    private void reach(long time) throws Exception {
        harness.processWatermark1(new Watermark(time));
        harness.processWatermark2(new Watermark(time));
    }

    @Test
    void aReportExactlyAtTheHorizonIsPositive() throws Exception {
        predict("1", START, 0.1, -0.0, Double.NaN);
        report("1", START + 7 * DAY, 0);
        reach(START + 7 * DAY);

        assertThat(harness.extractOutputValues()).singleElement().satisfies(example -> {
            assertThat(example.label()).isEqualTo(1);
            assertThat(example.vector()).containsExactly(0.1, -0.0, Double.NaN);
        });
    }

    @Test
    void theDeletionOfAReportLeavesItsLabel() throws Exception {
        predict("1", START);
        report("1", START + DAY, 0);
        harness.processElement2(new StreamRecord<>(
                PartialVector.retraction(fraud("1", "t", START + DAY, 0).event())));
        reach(START + 20 * DAY);

        assertThat(harness.extractOutputValues())
                .extracting(LabelledExample::label)
                .containsExactly(1.0);
        assertThat(harness.getSideOutput(DEAD_LETTERS)).isNull();
    }

    @Test
    void absentOutcomesAreNegativeAndALateReportCorrectsThemAlsoAfterARestart() throws Exception {
        predict("1", START, 0.1, -0.0, Double.NaN);
        reach(START + 7 * DAY);
        assertThat(harness.extractOutputValues())
                .extracting(LabelledExample::label)
                .containsExactly(0.0);

        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
        report("1", START + 9 * DAY, 0);

        assertThat(harness.extractOutputValues()).singleElement().satisfies(example -> {
            assertThat(example.revision()).isEqualTo(2);
            assertThat(example.label()).isEqualTo(1);
            assertThat(Double.doubleToRawLongBits(example.vector()[1])).isEqualTo(Double.doubleToRawLongBits(-0.0));
        });
    }

    @Test
    void aReportWithoutAPredictionAndARepeatedOneBecomeDeadLetters() throws Exception {
        predict("1", START, 1);
        report("1", START + DAY, 0);
        report("1", START + 2 * DAY, 1);
        report("stranger", START + DAY, 2);
        reach(START + 8 * DAY);
        assertThat(harness.getSideOutput(DEAD_LETTERS)).hasSize(1);
        predict("2", START + 2 * DAY, 1);
        reach(START + 16 * DAY);

        assertThat(harness.getSideOutput(DEAD_LETTERS))
                .extracting(letter -> letter.getValue().reason() + " "
                        + letter.getValue().eventId() + " " + letter.getValue().offset())
                .containsExactly(Reason.DUPLICATE + " 1 1", Reason.OUTCOME_WITHOUT_PREDICTION + " stranger 2");
    }

    @Test
    void nothingIsKeptOnceCorrectionsAreOver() throws Exception {
        report("stranger", START - DAY, 2);
        predict("1", START, 1);
        reach(START + 14 * DAY - 1);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
        reach(START + 14 * DAY);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void aPredictionWhoseHorizonHasPassedAlreadyIsLabelledAtOnce() throws Exception {
        report("1", START + DAY, 0);
        reach(START + 10 * DAY);
        predict("1", START, 1);
        predict("2", START, 1);

        assertThat(harness.extractOutputValues())
                .extracting(LabelledExample::eventId)
                .containsExactly("1", "2");
        assertThat(harness.extractOutputValues())
                .extracting(LabelledExample::label)
                .containsExactly(1.0, 0.0);
    }
}
