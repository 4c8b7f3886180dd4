package io.millrace.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.feedback.OutcomeJoin.Step;
import io.millrace.model.Prediction;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeJoinTest {
    private static final OutcomeJoin JOIN = new OutcomeJoin(100, 50, 0);
    private static final Prediction SCORED_AT_1000 = prediction("p1", 1000);

    @Test
    void aReportWithinTheHorizonLabelsThePrediction() {
        Step predicted = JOIN.predicted(JoinState.EMPTY, SCORED_AT_1000);
        Step reported = JOIN.reported(predicted.state(), report(1100));

        assertThat(predicted.examples()).isEmpty();
        assertThat(reported.examples()).singleElement().satisfies(example -> {
            assertThat(example.label()).isEqualTo(1);
            assertThat(example.revision()).isEqualTo(1);
            assertThat(example.outcome()).isEqualTo(Outcome.REPORTED);
            assertThat(example.outcomeTime()).isEqualTo(1100);
            assertThat(example.vector()).isSameAs(SCORED_AT_1000.vector());
        });
        assertThat(JOIN.passed(reported.state(), 1100, 1100).examples()).isEmpty();
        assertThat(JOIN.passed(reported.state(), 1150, 1150).state()).isNull();
    }

    @Test
    void theOutcomeIsAbsentWhenTheHorizonHasPassed() {
        JoinState state = JOIN.predicted(JoinState.EMPTY, SCORED_AT_1000).state();

        assertThat(JOIN.passed(state, 1099, 1099).examples()).isEmpty();
        assertThat(JOIN.passed(state, 1100, 1100).examples()).singleElement().satisfies(example -> {
            assertThat(example.label()).isEqualTo(0);
            assertThat(example.outcome()).isEqualTo(Outcome.ABSENT);
            assertThat(example.outcomeTime()).isEqualTo(1100);
        });
    }

    @Test
    void aLateReportCorrectsTheLabel() {
        JoinState negative = JOIN.passed(
                        JOIN.predicted(JoinState.EMPTY, SCORED_AT_1000).state(), 1100, 1100)
                .state();

        assertThat(JOIN.reported(negative, report(1130)).examples())
                .singleElement()
                .satisfies(example -> {
                    assertThat(example.revision()).isEqualTo(2);
                    assertThat(example.label()).isEqualTo(1);
                });
    }

    @Test
    void aReportBeyondTheHorizonThatComesBeforeTheWatermarkGivesTheSameTwoRevisions() {
        JoinState state = JOIN.predicted(JoinState.EMPTY, SCORED_AT_1000).state();

        List<LabelledExample> examples = JOIN.reported(state, report(1101)).examples();

        assertThat(examples).extracting(LabelledExample::label).containsExactly(0.0, 1.0);
        assertThat(examples).extracting(LabelledExample::revision).containsExactly(1, 2);
    }

    @Test
    void aReportMayComeBeforeItsPrediction() {
        JoinState waiting = JOIN.reported(JoinState.EMPTY, report(1050)).state();

        assertThat(JOIN.predicted(waiting, SCORED_AT_1000).examples())
                .extracting(LabelledExample::label)
                .containsExactly(1.0);
    }

    @Test
    void aReportThatFindsNoPredictionIsAnOrphan() {
        JoinState waiting = JOIN.reported(JoinState.EMPTY, report(1050)).state();

        Step early = JOIN.passed(waiting, 1099, 1099);
        Step due = JOIN.passed(waiting, 1100, 1100);

        assertThat(early.orphan()).isNull();
        assertThat(early.state()).isEqualTo(waiting);
        assertThat(due.orphan()).isEqualTo(report(1050));
        assertThat(due.state()).isNull();
    }

    @Test
    void repetitionsAreToldApart() {
        JoinState state = JOIN.predicted(JoinState.EMPTY, SCORED_AT_1000).state();
        assertThat(JOIN.predicted(state, SCORED_AT_1000).repeated()).isTrue();

        JoinState reported = JOIN.reported(state, report(1050)).state();
        Step again = JOIN.reported(reported, report(1060));
        assertThat(again.repeated()).isTrue();
        assertThat(again.examples()).isEmpty();
        assertThat(again.state()).isEqualTo(reported);
    }

    @Test
    void twoPredictionsOfOneEventAreBothLabelled() {
        JoinState one = JOIN.predicted(JoinState.EMPTY, SCORED_AT_1000).state();
        JoinState two = JOIN.predicted(one, prediction("p2", 1000)).state();

        assertThat(JOIN.reported(two, report(1010)).examples())
                .extracting(LabelledExample::predictionId)
                .containsExactly("p1", "p2");
    }

    @Test
    void aReportBeyondCorrectionsIsAnOrphanWhetherOrNotThePredictionIsStillKnown() {
        JoinState labelled = JOIN.passed(
                        JOIN.predicted(JoinState.EMPTY, SCORED_AT_1000).state(), 1100, 1100)
                .state();

        Step reported = JOIN.reported(labelled, report(1151));
        assertThat(reported.examples()).isEmpty();
        Step over = JOIN.passed(reported.state(), 1150, 1150);
        assertThat(over.orphan()).isNull();
        Step due = JOIN.passed(over.state(), 1201, 1201);
        assertThat(due.orphan()).isEqualTo(report(1151));
        assertThat(due.state()).isNull();
    }

    @Test
    void anOutcomeMayNameAVeryLongId() throws IOException {
        Report report = new Report("x".repeat(70_000), 1, 0, 7, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JoinStateCodec().write(new JoinState(List.of(), report), new DataOutputStream(bytes));

        var read = new JoinStateCodec().read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 1);
        assertThat(read.report()).isEqualTo(report);
    }

    @Test
    void aReportIsNoOrphanBeforePredictionsHaveGotToItsTime() {
        JoinState waiting = JOIN.reported(JoinState.EMPTY, report(1050)).state();

        Step leapt = JOIN.passed(waiting, 9000, 1049);

        assertThat(leapt.orphan()).isNull();
        assertThat(leapt.state()).isEqualTo(waiting);
        assertThat(JOIN.passed(waiting, 9000, 1050).orphan()).isEqualTo(report(1050));
    }

    private static Report report(long time) {
        return new Report("t1", time, 0, 7, time);
    }

    private static Prediction prediction(String id, long eventTime) {
        return new Prediction(
                id,
                "card-fraud",
                "t1",
                eventTime,
                0.25f,
                false,
                1,
                Slot.CHAMPION,
                "model",
                "d",
                "f",
                new double[] {1, 2},
                new Trigger("transactions", 0, 5, eventTime, 1),
                List.of(),
                List.of(),
                "onnxruntime",
                "transactional");
    }
}
