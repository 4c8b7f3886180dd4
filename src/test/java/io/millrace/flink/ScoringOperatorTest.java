package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoringOperatorTest {
    private static final int CAPACITY = 4;
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    /** The harness ships the operator through Java serialisation; this is how a test reaches the scorer that was opened. */
    private static final AtomicReference<FakeScorer> OPENED = new AtomicReference<>();

    private OneInputStreamOperatorTestHarness<PartialVector, Prediction> harness;
    private int sent;

    @BeforeEach
    void open() throws Exception {
        int width = CardEvents.PIPELINE.features().vector().size();
        ScorerFactory scorers = capacity -> {
            OPENED.set(new FakeScorer(capacity, width));
            return OPENED.get();
        };
        harness = new OneInputStreamOperatorTestHarness<>(
                new ScoringOperator(CardEvents.TEXT, "digest", scorers, CAPACITY, Duration.ofMillis(5), DEAD_LETTERS),
                Form.PARTIAL_VECTOR.serializer());
        harness.setup(Form.PREDICTION.serializer());
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    /** The first input of card-fraud's model is the amount. */
    private void send(double... amounts) throws Exception {
        for (double amount : amounts) {
            harness.processElement(new StreamRecord<>(transaction("" + sent, "c", "t", amount, START + sent, 2, sent)));
            sent++;
        }
    }

    private List<Float> scores() {
        List<Float> scores = new ArrayList<>();
        for (Prediction prediction : harness.extractOutputValues()) {
            scores.add(prediction.score());
        }
        return scores;
    }

    @Test
    void scoresAFullBatchInOneCallAndInOrder() throws Exception {
        send(10, 20, 30);
        assertThat(scores()).isEmpty();
        send(40);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);
        assertThat(OPENED.get().batches).containsExactly(4);
    }

    @Test
    void retractionsEndHere() throws Exception {
        send(10, 20, 30);
        harness.processElement(new StreamRecord<>(PartialVector.retraction(
                transaction("0", "c", "t", 10, START, 2, 0).event())));
        assertThat(scores()).isEmpty();
        send(40);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);
    }

    @Test
    void scoresABatchWhoseFirstEventHasWaited() throws Exception {
        harness.setProcessingTime(100);
        send(10);
        harness.setProcessingTime(104);
        assertThat(scores()).isEmpty();
        harness.setProcessingTime(105);
        assertThat(scores()).containsExactly(0.01f);
        send(20);
        harness.setProcessingTime(110);
        assertThat(scores()).containsExactly(0.01f, 0.02f);
    }

    @Test
    void nothingOvertakesEvents() throws Exception {
        send(10);
        harness.processWatermark(new Watermark(START));
        send(20);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        send(30);
        harness.getOneInputOperator().processLatencyMarker(new LatencyMarker(1, new OperatorID(), 0));
        send(40);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(scores()).containsExactly(0.01f, 0.02f, 0.03f, 0.04f);

        List<String> kinds = new ArrayList<>();
        harness.getOutput().forEach(element -> kinds.add(element.getClass().getSimpleName()));
        assertThat(kinds)
                .containsExactly(
                        "StreamRecord",
                        "Watermark",
                        "StreamRecord",
                        "WatermarkStatus",
                        "StreamRecord",
                        "LatencyMarker",
                        "StreamRecord");
    }

    @Test
    void theEndOfTheInputLeavesNothingBehind() throws Exception {
        send(10, 20);
        harness.endInput();
        assertThat(scores()).containsExactly(0.01f, 0.02f);
    }

    @Test
    void aPoisonedVectorIsFoundAndTheRestOfItsBatchIsScored() throws Exception {
        send(10, FakeScorer.POISON, 30, FakeScorer.NOT_A_NUMBER);

        assertThat(scores()).containsExactly(0.01f, 0.03f);
        List<DeadLetter> letters = new ArrayList<>();
        harness.getSideOutput(DEAD_LETTERS).forEach(letter -> letters.add(letter.getValue()));
        assertThat(letters).extracting(DeadLetter::offset).containsExactly(1L, 3L);
        assertThat(letters).extracting(DeadLetter::reason).containsOnly(Reason.NOT_SCORED);
        assertThat(letters.get(0).detail()).contains("digest").contains("does not like");
        assertThat(letters.get(1).detail()).contains("NaN").contains("expected a finite number");
    }

    @Test
    void aPredictionCarriesItsEvidence() throws Exception {
        send(501);
        harness.endInput();

        Prediction prediction = harness.extractOutputValues().get(0);
        assertThat(prediction.decision()).isTrue();
        assertThat(prediction.id()).hasSize(32);
        assertThat(prediction.modelDigest()).isEqualTo("digest");
        assertThat(prediction.featureFingerprint()).isEqualTo(CardEvents.PIPELINE.fingerprint());
        assertThat(prediction.vector())
                .hasSize(CardEvents.PIPELINE.inputs().size())
                .startsWith(501.0);
        assertThat(prediction.trigger().topic()).isEqualTo("transactions");
        assertThat(prediction.trigger().partition()).isEqualTo(2);
        assertThat(prediction.trigger().offset()).isZero();
        assertThat(prediction.execution()).isEqualTo("fake");
    }
}
