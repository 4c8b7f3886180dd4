package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcceptEventsTest {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());

    /** How many ids may be in memory. */
    private static final int MOST_YOUNG = 3;

    private KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness()
            throws Exception {
        return harness(CardEvents.PIPELINE.scored());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(Source source)
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new FactSourceOperator(new AcceptEvents(source, 10 * DAY, DEAD_LETTERS, MOST_YOUNG)),
                partial -> partial.event().id(),
                Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    private void restart() throws Exception {
        restartAs(CardEvents.PIPELINE.scored());
    }

    private void restartAs(Source source) throws Exception {
        OperatorSubtaskState snapshot = snapshot();
        harness.close();
        harness = harness(source);
        harness.initializeState(snapshot);
        harness.open();
    }

    private void send(String id, String customer, long time, long offset) throws Exception {
        harness.processElement(new StreamRecord<>(transaction(id, customer, "t", 1, time, 0, offset), time));
    }

    @Test
    void theFirstPassesAndARepetitionBecomesADeadLetter() throws Exception {
        send("a", "c1", START, 0);
        send("b", "c1", START, 1);
        send("a", "c2", START + DAY, 2);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.event().offset())
                .containsExactly(0L, 1L);
        assertThat(harness.getSideOutput(DEAD_LETTERS)).singleElement().satisfies(record -> {
            DeadLetter letter = record.getValue();
            assertThat(letter.reason()).isEqualTo(Reason.DUPLICATE);
            assertThat(letter.offset()).isEqualTo(2);
            assertThat(letter.eventId()).isEqualTo("a");
            assertThat(letter.detail()).contains("86400000 ms earlier");
        });
    }

    @Test
    void beyondTheDeclaredTimeAnIdMayComeAgain() throws Exception {
        send("a", "c", START, 0);
        send("a", "c", START + DAY + 1, 1);

        assertThat(harness.extractOutputValues()).hasSize(2);
    }

    @Test
    void anIdLeavesTheStateWhenEventTimeHasPassedIt() throws Exception {
        sendMany(MOST_YOUNG + 1);
        harness.processWatermark(START + DAY);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

        harness.processWatermark(START + DAY + 1);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    /** Each a millisecond after the one before, at the offset that its id tells. */
    private void sendMany(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            send("id-" + i, "c", START + i, i);
        }
    }

    @Test
    void anIdThatIsForgottenBeforeItMakesRoomIsNeverWritten() throws Exception {
        sendMany(MOST_YOUNG);
        harness.processWatermark(START + DAY + MOST_YOUNG);
        snapshot();
        restart();
        for (int i = 0; i < MOST_YOUNG; i++) {
            send("later-" + i, "c", START + 2 * DAY, 100 + i);
        }

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.extractOutputValues()).hasSize(MOST_YOUNG);
    }

    @Test
    void anIdIsRememberedForAsLongAsTheDefinitionAtHandSays() throws Exception {
        sendMany(MOST_YOUNG + 1);
        restartAs(PipelineCompiler.compile(new PipelineText(
                        "longer.yaml",
                        CardEvents.TEXT.yaml().replace("duplicates: 1d", "duplicates: 2d"),
                        CardEvents.TEXT.schemas()))
                .scored());
        harness.processWatermark(START + 2 * DAY);
        send("id-0", "c", START + DAY + 2, 10);
        send("id-1", "c", START + DAY + 2, 11);
        harness.processWatermark(START + 2 * DAY + 2);
        send("id-0", "c", START + DAY + 3, 12);
        send("id-1", "c", START + DAY + 3, 13);

        assertThat(harness.getSideOutput(DEAD_LETTERS))
                .as("in the state and in memory")
                .extracting(record -> record.getValue().offset())
                .containsExactly(10L, 11L);
    }

    @Test
    void anIdIsRememberedThroughARestart() throws Exception {
        send("a", "c", START, 0);
        restart();
        send("a", "c", START + 1, 1);
        harness.processWatermark(START + DAY + 1);
        send("a", "c", START + 2, 2);

        assertThat(harness.getSideOutput(DEAD_LETTERS))
                .extracting(record -> record.getValue().offset())
                .containsExactly(1L);
        assertThat(harness.extractOutputValues())
                .extracting(p -> p.event().offset())
                .containsExactly(2L);
    }

    @Test
    void ofManyIdsTheEldestAreWritten() throws Exception {
        sendMany(MOST_YOUNG + 2);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        restart();
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
        sendMany(MOST_YOUNG + 2);

        assertThat(harness.getSideOutput(DEAD_LETTERS))
                .extracting(record -> record.getValue().offset())
                .containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void anIdAcceptedAgainIsRememberedFromThenOn() throws Exception {
        send("a", "c", START, 0);
        send("a", "c", START + 2 * DAY, 1);
        harness.processWatermark(START + DAY + 1);
        send("a", "c", START + 2 * DAY + 5, 2);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.event().offset())
                .containsExactly(0L, 1L);
    }

    @Test
    void aRepetitionOfALateEventIsOneToo() throws Exception {
        harness.processWatermark(START + 3 * DAY);
        send("a", "c", START, 0);
        harness.processWatermark(START + 3 * DAY + 1);
        send("a", "c", START, 1);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.event().offset())
                .containsExactly(0L);
        harness.processWatermark(START + 5 * DAY);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void anEventTooFarBehindTheWatermarkIsRefusedAlsoRightAfterARestart() throws Exception {
        harness.processWatermark(START + 20 * DAY);
        send("late", "c", START + 10 * DAY, 0);
        send("too late", "c", START + 10 * DAY - 1, 1);
        restart();
        send("too late after a restart", "c", START + 10 * DAY - 1, 2);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(harness.getSideOutput(DEAD_LETTERS)).singleElement().satisfies(record -> {
            assertThat(record.getValue().reason()).isEqualTo(Reason.TOO_LATE);
            assertThat(record.getValue().detail())
                    .contains("864000001 ms behind the watermark")
                    .contains("864000000");
        });
    }

    @Test
    void howFarTheWatermarkHadComeAfterTheLastEventIsKnownAfterARestart() throws Exception {
        send("a", "c", START, 0);
        harness.processWatermark(START + 20 * DAY);
        OperatorSubtaskState snapshot = snapshot();
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();

        send("b", "c", START + 10 * DAY - 1, 1);
        send("c", "c", START + 10 * DAY, 2);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.event().id())
                .containsExactly("c");
        assertThat(harness.getSideOutput(DEAD_LETTERS))
                .singleElement()
                .satisfies(record -> assertThat(record.getValue().reason()).isEqualTo(Reason.TOO_LATE));
    }

    @Test
    void theEndOfInputMakesNothingTooLateAfterARestart() throws Exception {
        send("a", "c", START, 0);
        harness.processWatermark(Long.MAX_VALUE);
        OperatorSubtaskState snapshot = snapshot();
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();

        send("b", "c", START + DAY, 1);

        assertThat(harness.extractOutputValues()).hasSize(1);
    }

    @Test
    void aDrainedJobForgetsNoId() throws Exception {
        AcceptEvents accept = new AcceptEvents(CardEvents.PIPELINE.scored(), 10 * DAY, DEAD_LETTERS, MOST_YOUNG);
        for (var operator : List.of(new ScoredSourceOperator(accept, 0), new FactSourceOperator(accept))) {
            harness.close();
            harness = of(operator);
            harness.open();
            send("a", "c1", START, 0);
            harness.processWatermark(Long.MAX_VALUE);
            assertThat(harness.getOutput()).endsWith(Watermark.MAX_WATERMARK);
            OperatorSubtaskState drained = snapshot();
            harness.close();
            harness = of(operator);
            harness.initializeState(drained);
            harness.open();

            send("a", "c1", START, 1);
            assertThat(harness.getSideOutput(DEAD_LETTERS))
                    .extracting(record -> record.getValue().reason())
                    .containsExactly(Reason.DUPLICATE);
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> of(
            KeyedProcessOperator<String, PartialVector, PartialVector> operator) throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                operator, partial -> partial.event().id(), Types.STRING);
    }
}
