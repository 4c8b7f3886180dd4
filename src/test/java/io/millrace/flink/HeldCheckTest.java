package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Events that are held at a set when an edit changes the order in which sets are computed. */
class HeldCheckTest {
    private static final String CARD =
            "  card: {entity: customer_id, source: transactions, n: {count: all, window: 1d}}\n";
    private static final String TERMINAL =
            "  terminal: {entity: terminal_id, source: transactions, n: {count: all, window: 1d}}\n";
    private static final String READING =
            "  card: {entity: customer_id, source: transactions, n: {count: all, window: 1d}, s: {sum: terminal.n, window: 1d}}\n";
    private static final String ADDED =
            "  again: {entity: customer_id, source: transactions, n: {count: all, window: 2d}}\n";

    private static final String ERASED =
            "  terminal: {entity: terminal_id, source: transactions, erase: frauds, n: {count: all, window: 1d}}\n";

    private static final PipelineText BEFORE = text(CARD + TERMINAL);
    private static final PipelineText REVERSED = text(READING + TERMINAL);

    private static PipelineText text(String sets) {
        String yaml = """
                pipeline: held
                sources:
                  transactions: {topic: transactions, schema: schemas/transaction.avsc, id: transaction_id, time: event_time}
                  frauds: {topic: frauds, schema: schemas/fraud-report.avsc, id: transaction_id, time: reported_at}
                features:
                SETSmodel: {name: m, scores: transactions, inputs: [card.n]}
                """;
        return new PipelineText("held.yaml", yaml.replace("SETS", sets), CardEvents.TEXT.schemas());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            PipelineText text, String name) throws Exception {
        FeatureSet set = PipelineCompiler.compile(text).features().sets().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(text, set.index(), new FeatureSetOptions(Order.EVENT_TIME, 10, 4_096, 3, true)),
                FeatureSetOperator.keyOf(set),
                Types.STRING);
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        return harness;
    }

    /** The state of a set of which event time has passed the first ones of five events. */
    private static OperatorSubtaskState state(String set, long watermark) throws Exception {
        Pipeline pipeline = PipelineCompiler.compile(BEFORE);
        try (var harness = harness(BEFORE, set)) {
            harness.open();
            for (int i = 0; i < 5; i++) {
                harness.processElement(
                        new StreamRecord<>(CardEvents.transaction(pipeline, "" + i, "c", "t", 10, START + i, 0, i)));
            }
            harness.processWatermark(new Watermark(watermark));
            return harness.snapshot(1, 1);
        }
    }

    private static int goneOn(PipelineText text, String set, OperatorSubtaskState from) throws Exception {
        try (var harness = harness(text, set)) {
            harness.initializeState(from);
            harness.open();
            harness.processWatermark(new Watermark(START + 10));
            return harness.extractOutputValues().size();
        }
    }

    @Test
    void heldEventsThatWouldMissASetAreRefused() throws Exception {
        OperatorSubtaskState card = state("card", START + 1);

        assertThatThrownBy(() -> goneOn(REVERSED, "card", card))
                .hasStackTraceContaining(
                        "held.yaml: the state to go on from holds 3 events that wait at feature set card,"
                                + " and terminal came on the other side of it in the order in which sets are computed, so that"
                                + " they would miss a set or pass one twice; go on with the old definition, stop the job with"
                                + " `flink stop --drain`, and go on from that savepoint with the new one");
    }

    @Test
    void heldEventsThatWouldPassASetTwiceAreRefused() throws Exception {
        OperatorSubtaskState terminal = state("terminal", START + 3);

        assertThatThrownBy(() -> goneOn(REVERSED, "terminal", terminal))
                .hasStackTraceContaining("1 events that wait at feature set terminal, and card came on the other side");
    }

    @Test
    void whereAllEventsHaveGoneTheOrderMayChange() throws Exception {
        assertThat(goneOn(REVERSED, "card", state("card", Long.MAX_VALUE))).isZero();
        assertThat(goneOn(REVERSED, "terminal", state("terminal", START + 4))).isZero();
    }

    @Test
    void heldErasuresHaveNoOtherSetToPass() throws Exception {
        OperatorSubtaskState erased;
        try (var harness = harness(text(CARD + ERASED), "terminal")) {
            harness.open();
            harness.processElement(new StreamRecord<>(CardEvents.fraud("f", "t", START + 5, 0)));
            erased = harness.snapshot(1, 1);
        }

        assertThat(goneOn(text(READING + ERASED), "terminal", erased)).isZero();
    }

    @Test
    void setsThatComeAndGoChangeNoOrder() throws Exception {
        assertThat(goneOn(text(ADDED + TERMINAL + CARD), "terminal", state("terminal", START + 1)))
                .isEqualTo(3);
        assertThat(goneOn(text(CARD), "card", state("card", START + 1))).isEqualTo(3);
    }

    @Test
    void movedSetsAreKnownWhereSetsWereNoted() {
        String written = EventSlots.of(PipelineCompiler.compile(BEFORE)).toString();
        Pipeline after = PipelineCompiler.compile(REVERSED);

        assertThat(EventSlots.moved(List.of(written), after, "card")).containsExactly("terminal");
        assertThat(EventSlots.moved(List.of(written), after, "terminal")).containsExactly("card");
        assertThat(EventSlots.moved(List.of(written.replaceAll("set \\w+\n", "")), after, "card"))
                .isEmpty();
        assertThat(EventSlots.moved(List.of(), after, "card")).isEmpty();
    }
}
