package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Deletable.CARD;
import static io.millrace.flink.Deletable.TERMINAL;
import static io.millrace.flink.Deletable.feature;
import static io.millrace.flink.Deletable.features;
import static io.millrace.flink.Deletable.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Retractions on their way through feature sets. */
class DeletionTest {
    private static final PartialVector FIRST = transaction("1", "c", "t", 10, START, 0);
    private static final PartialVector SECOND = transaction("2", "c", "t", 20, START + 1_000, 1);
    private static final PartialVector THIRD = transaction("3", "c", "t", 40, START + 2_000, 2);

    private static void send(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness,
            PartialVector... partials)
            throws Exception {
        for (PartialVector partial : partials) {
            harness.processElement(new StreamRecord<>(partial));
        }
    }

    private static PartialVector retraction(PartialVector partial) {
        return PartialVector.retraction(partial.event());
    }

    private static List<String> kinds(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness) {
        return harness.extractOutputValues().stream()
                .map(p -> p.kind() + " " + p.event().id())
                .toList();
    }

    private static double spent(PartialVector partial) {
        return feature(partial, "terminal.spent_10s");
    }

    @Test
    void anEventThatWasTakenUpLeavesAtOnce() throws Exception {
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, FIRST, SECOND);
            harness.processWatermark(START + 1_000);
            send(harness, retraction(FIRST), THIRD);
            harness.processWatermark(START + 2_000);

            assertThat(kinds(harness)).containsExactly("SCORED 1", "SCORED 2", "RETRACTION 1", "SCORED 3");
            assertThat(spent(harness.extractOutputValues().get(3))).isEqualTo(60);
            assertThat(feature(harness.extractOutputValues().get(3), "terminal.spent_lifetime"))
                    .isEqualTo(60);
        }
    }

    @Test
    void anEventThatIsHeldIsScoredAndNoLaterOneSeesIt() throws Exception {
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, FIRST, SECOND, THIRD, retraction(SECOND));
            assertThat(kinds(harness)).isEmpty();
            harness.processWatermark(START + 5_000);

            assertThat(kinds(harness)).containsExactly("SCORED 1", "SCORED 2", "RETRACTION 2", "SCORED 3");
            assertThat(harness.extractOutputValues().stream()
                            .filter(PartialVector::isScored)
                            .map(DeletionTest::spent))
                    .containsExactly(10.0, 30.0, 50.0);
        }
    }

    @Test
    void aHeldRetractionSurvivesARestart() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, FIRST, SECOND, retraction(FIRST));
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processWatermark(START + 5_000);

            assertThat(kinds(harness)).containsExactly("SCORED 1", "RETRACTION 1", "SCORED 2");
            assertThat(spent(harness.extractOutputValues().get(2))).isEqualTo(20);
        }
    }

    @Test
    void afterARestartARetractionStillComesBeforeEveryEventThatCouldSeeWhatItDeletes() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, FIRST, SECOND);
            harness.processWatermark(START + 1_000);
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.initializeState(snapshot);
            harness.open();
            send(harness, THIRD, retraction(SECOND));
            harness.processWatermark(START + 2_000);

            assertThat(kinds(harness)).containsExactly("RETRACTION 2", "SCORED 3");
            assertThat(spent(harness.extractOutputValues().get(1))).isEqualTo(50);
        }
    }

    @Test
    void anEventThatWasHeldWhenTheOrderBecameThatOfArrivalIsStillTakenOut() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, FIRST);
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = features(TERMINAL, Order.ARRIVAL)) {
            harness.initializeState(snapshot);
            harness.open();
            send(harness, retraction(FIRST));
            harness.processWatermark(START);
            send(harness, SECOND);

            assertThat(kinds(harness)).containsExactly("SCORED 1", "RETRACTION 1", "SCORED 2");
            assertThat(spent(harness.extractOutputValues().get(2))).isEqualTo(20);
        }
    }

    @Test
    void inArrivalOrderARetractionIsAppliedAtOnce() throws Exception {
        try (var harness = features(TERMINAL, Order.ARRIVAL)) {
            harness.open();
            send(harness, SECOND, retraction(SECOND), THIRD);

            assertThat(kinds(harness)).containsExactly("SCORED 2", "RETRACTION 2", "SCORED 3");
            assertThat(spent(harness.extractOutputValues().get(2))).isEqualTo(40);
        }
    }

    @Test
    void theRetractionOfAFactEndsHere() throws Exception {
        PartialVector report = CardEvents.fraud("0", "t", START, 0);
        try (var harness = features(TERMINAL, Order.EVENT_TIME)) {
            harness.open();
            send(harness, report, CardEvents.fraud("1", "t", START, 1), retraction(report), SECOND);
            harness.processWatermark(START + 1_000);

            assertThat(kinds(harness)).containsExactly("SCORED 2");
            assertThat(feature(harness.extractOutputValues().get(0), "terminal.reported_1m"))
                    .isEqualTo(1);
            assertThat(feature(harness.extractOutputValues().get(0), "terminal.reported_lifetime"))
                    .isEqualTo(1);
        }
    }

    @Test
    void eachSetTakesTheEventOutOfItsOwnEntity() throws Exception {
        try (var card = features(CARD, Order.EVENT_TIME);
                var terminal = features(TERMINAL, Order.EVENT_TIME)) {
            card.open();
            terminal.open();
            send(card, FIRST, transaction("2", "d", "t", 20, START + 1_000, 1));
            card.processWatermark(START + 1_000);
            send(card, retraction(FIRST), transaction("3", "c", "t", 40, START + 2_000, 2));
            card.processWatermark(START + 2_000);
            send(terminal, card.extractOutputValues().toArray(PartialVector[]::new));
            terminal.processWatermark(START + 2_000);

            assertThat(kinds(terminal)).containsExactly("SCORED 1", "RETRACTION 1", "SCORED 2", "SCORED 3");
            PartialVector last = terminal.extractOutputValues().get(3);
            assertThat(feature(last, "card.n_10s")).isEqualTo(1);
            assertThat(spent(last)).isEqualTo(60);
        }
    }

    @Test
    void aRetractionOfWhatIsNotThereMakesNoEntity() throws Exception {
        try (var harness = features(CARD, Order.ARRIVAL)) {
            harness.open();
            send(harness, retraction(FIRST));
            assertThat(harness.numEventTimeTimers()).isZero();

            send(harness, SECOND);
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
        }
    }
}
