package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScoredSourceOperatorTest {
    private static final long LATENESS = 5_000;
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());

    private KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness()
            throws Exception {
        AcceptEvents accept = new AcceptEvents(CardEvents.PIPELINE.scored(), 1_000_000, DEAD_LETTERS, 100);
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new ScoredSourceOperator(accept, LATENESS),
                partial -> partial.event().id(),
                Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private List<String> marks() {
        List<String> marks = new ArrayList<>();
        for (Object element : harness.getOutput()) {
            if (element instanceof Watermark mark) {
                marks.add("START+" + (mark.getTimestamp() - START));
            } else if (element instanceof WatermarkStatus) {
                marks.add(element.toString());
            }
        }
        return marks;
    }

    @Test
    void aSilentSourceLetsItsLastEventGoAndStaysInCharge() throws Exception {
        harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 1, START, 0, 0), START));
        harness.processWatermark(START - LATENESS - 1);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);

        assertThat(marks()).containsExactly("START+-5001", "START+0");
    }

    @Test
    void afterASilenceEventTimeDoesNotGoBack() throws Exception {
        harness.processWatermark(START);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
        harness.processWatermark(START + 10);
        harness.processWatermark(START + LATENESS + 2);

        assertThat(marks()).containsExactly("START+0", "START+5001", "START+5002");
    }

    @Test
    void aSourceThatHasGivenNothingYetHoldsEventTime() throws Exception {
        harness.processWatermarkStatus(WatermarkStatus.IDLE);

        assertThat(marks()).isEmpty();
    }

    @Test
    void aJobThatStartsAgainInASilenceLetsItsLastEventGo() throws Exception {
        harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 1, START, 0, 0), START));
        harness.processWatermark(START - LATENESS - 1);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.setProcessingTime(ScoredSourceOperator.SILENCE - 1);
        assertThat(marks()).as("it may be slow to start").isEmpty();

        harness.setProcessingTime(ScoredSourceOperator.SILENCE);

        assertThat(marks()).containsExactly("START+0");
    }

    @Test
    void aJobThatIsSlowToStartIsNotLateForWhatItReads() throws Exception {
        harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 1, START, 0, 0), START));
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.setProcessingTime(ScoredSourceOperator.SILENCE / 2);
        harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
        harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 1, START - 900, 1, 0), START - 900));
        harness.setProcessingTime(ScoredSourceOperator.SILENCE);
        harness.processWatermark(START - LATENESS - 900);

        assertThat(marks()).containsExactly("START+-5900");
    }

    @Test
    void whatIsReadAfterAStartIsNotWaitedForWhereItIsOlderThanWhatWasReadBefore() throws Exception {
        harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 1, START, 0, 0), START));
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(state);
        harness.open();
        harness.processWatermark(START - LATENESS - 100);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);
        harness.setProcessingTime(ScoredSourceOperator.SILENCE);

        assertThat(marks()).containsExactly("START+-5100", "START+-99", "START+0");
    }

    @Test
    void theEndOfTheInputPasses() throws Exception {
        harness.processWatermark(Long.MAX_VALUE);
        harness.processWatermarkStatus(WatermarkStatus.IDLE);

        assertThat(harness.getOutput()).containsExactly(new Watermark(Long.MAX_VALUE));
    }
}
