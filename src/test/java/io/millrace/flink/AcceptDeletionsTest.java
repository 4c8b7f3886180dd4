package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Deletable.DUPLICATES;
import static io.millrace.flink.Deletable.LATE;
import static io.millrace.flink.Deletable.tombstone;
import static io.millrace.flink.Deletable.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions by business id where events are accepted. */
class AcceptDeletionsTest {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());

    private KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness(Deletable.PIPELINE.scored());
        harness.open();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(Source source)
            throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AcceptEvents(source, LATE, DEAD_LETTERS)),
                partial -> partial.event().id(),
                Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void goOnAs(Source source) throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness(source);
        harness.initializeState(snapshot);
        harness.open();
    }

    private void send(String id, long time, long offset) throws Exception {
        harness.processElement(new StreamRecord<>(transaction(id, "c " + id, "t", 10, time, offset), time));
    }

    private void delete(String id, long offset) throws Exception {
        harness.processElement(new StreamRecord<>(tombstone(id, offset)));
    }

    private List<PartialVector> retractions() {
        return harness.extractOutputValues().stream()
                .filter(PartialVector::isRetraction)
                .toList();
    }

    private List<DeadLetter> letters() {
        List<DeadLetter> letters = new ArrayList<>();
        var side = harness.getSideOutput(DEAD_LETTERS);
        if (side != null) {
            side.forEach(record -> letters.add(record.getValue()));
        }
        return letters;
    }

    @Test
    void aRetractionCarriesTheEventThatWasAccepted() throws Exception {
        send("a", START, 0);
        send("b", START + 1, 1);
        delete("a", 2);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.kind() + " " + p.event().id())
                .containsExactly("SCORED a", "SCORED b", "RETRACTION a");
        assertThat(retractions().get(0).event())
                .usingRecursiveComparison()
                .isEqualTo(transaction("a", "c a", "t", 10, START, 0).event());
        assertThat(letters()).isEmpty();
    }

    @Test
    void whereNothingIsRememberedATombstoneBecomesADeadLetter() throws Exception {
        delete("a", 7);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(Reason.NOTHING_TO_DELETE);
            assertThat(letter.offset()).isEqualTo(7);
            assertThat(letter.eventId()).isEqualTo("a");
            assertThat(letter.detail())
                    .isEqualTo("no event with this id is remembered: it was deleted before, or event time has passed"
                            + " it by more than 600000 ms (\"duplicates\" in the definition), or it has not been read"
                            + " yet; where it is still to come, send the tombstone again after it");
        });
    }

    @Test
    void anEventIsDeletedOnceAndDoesNotComeBack() throws Exception {
        send("a", START, 0);
        delete("a", 1);
        delete("a", 2);
        send("a", START + DUPLICATES, 3);
        delete("a", 4);
        send("a", START + DUPLICATES + 1, 5);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.kind() + " " + p.event().offset())
                .containsExactly("SCORED 0", "RETRACTION 0", "SCORED 5");
        assertThat(letters())
                .extracting(letter -> letter.reason() + " " + letter.offset())
                .containsExactly("NOTHING_TO_DELETE 2", "DUPLICATE 3", "NOTHING_TO_DELETE 4");
    }

    @Test
    void anEventCanBeDeletedForAsLongAsItsIdIsRemembered() throws Exception {
        send("a", START, 0);
        send("b", START, 1);
        harness.processWatermark(START + DUPLICATES);
        delete("a", 2);
        harness.processWatermark(START + DUPLICATES + 1);
        delete("b", 3);

        assertThat(retractions()).extracting(p -> p.event().id()).containsExactly("a");
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly(Reason.NOTHING_TO_DELETE);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void eventsAreRememberedThroughARestart() throws Exception {
        send("a", START, 0);
        goOnAs(Deletable.PIPELINE.scored());
        delete("a", 1);

        assertThat(retractions()).singleElement().satisfies(p -> assertThat(p.event())
                .usingRecursiveComparison()
                .isEqualTo(transaction("a", "c a", "t", 10, START, 0).event()));
    }

    @Test
    void anEventOfAnEarlierDefinitionComesBackInTheSlotsOfTheOneAtHand() throws Exception {
        send("a", START, 0);
        String yaml = Deletable.TEXT
                .yaml()
                .replace(
                        "  frauds: {topic",
                        "  extra: {topic: x, schema: schemas/fraud-report.avsc, id: transaction_id, time: reported_at}\n  frauds: {topic")
                .replaceAll(", \\w+: \\{(sum|max): amount[^}]*}", "")
                .replaceAll("    \\w+: \\{(sum|max|last): amount[^}]*}\n", "");
        Source changed = PipelineCompiler.compile(new PipelineText("changed.yaml", yaml, Deletable.TEXT.schemas()))
                .scored();
        assertThat(changed.type().slot("amount")).isNegative();
        goOnAs(changed);
        send("b", START, 1);
        goOnAs(changed);
        delete("a", 2);

        Event event = retractions().get(0).event();
        assertThat(event.slots()).isEqualTo(changed.type().fields().size());
        assertThat(event.keyAt(changed.type().slot("customer_id"))).isEqualTo("c a");
        assertThat(event.keyAt(changed.type().slot("terminal_id"))).isEqualTo("t");
        assertThat(event.longAt(changed.type().timeSlot())).isEqualTo(START);
        assertThat(event.offset()).isZero();
    }

    @Test
    void whatWasAcceptedBeforeDeletesWereDeclaredIsNotAcceptedAgain() throws Exception {
        harness.close();
        harness = harness(withoutDeletes());
        harness.open();
        send("a", START, 0);
        goOnAs(Deletable.PIPELINE.scored());
        delete("a", 1);
        send("a", START, 2);

        assertThat(letters())
                .extracting(DeadLetter::reason)
                .containsExactly(Reason.NOTHING_TO_DELETE, Reason.DUPLICATE);
    }

    @Test
    void whereDeletesAreNoLongerDeclaredRememberedEventsLeaveWithTheirIds() throws Exception {
        send("a", START, 0);
        goOnAs(withoutDeletes());
        goOnAs(withoutDeletes());
        send("a", START, 1);
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly(Reason.DUPLICATE);
        assertThat(harness.numKeyedStateEntries()).isEqualTo(2);

        harness.processWatermark(START + DUPLICATES + 1);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void afterAShorterTimeWasDeclaredOnlyThatCounts() throws Exception {
        send("a", START, 0);
        send("b", START, 1);
        goOnAs(with("duplicates: 1m, deletes: true"));
        harness.processWatermark(START + 60_000 + LATE);
        delete("a", 2);
        harness.processWatermark(START + 60_000 + LATE + 1);
        delete("b", 3);

        assertThat(retractions()).extracting(p -> p.event().id()).containsExactly("a");
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly(Reason.NOTHING_TO_DELETE);
    }

    @Test
    void aLongerTimeIsForEventsThatComeAfterTheChange() throws Exception {
        send("a", START, 0);
        goOnAs(with("duplicates: 20m, deletes: true"));
        send("b", START, 1);
        harness.processWatermark(START + DUPLICATES + LATE + 1);
        delete("a", 2);
        delete("b", 3);
        send("a", START + DUPLICATES + LATE + 1, 4);

        assertThat(retractions()).extracting(p -> p.event().id()).containsExactly("b");
        assertThat(letters())
                .extracting(DeadLetter::reason)
                .containsExactly(Reason.NOTHING_TO_DELETE, Reason.DUPLICATE);
        harness.processWatermark(START + 2 * DUPLICATES + 1);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void whatWasAcceptedBeforeDeletesWereOffCanNotBeDeletedAfterwards() throws Exception {
        send("a", START, 0);
        goOnAs(withoutDeletes());
        harness.processWatermark(START + LATE + 1);
        send("b", START + LATE + 2, 1);
        goOnAs(Deletable.PIPELINE.scored());
        delete("a", 2);

        assertThat(retractions()).isEmpty();
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly(Reason.NOTHING_TO_DELETE);
    }

    private static Source withoutDeletes() {
        return with("duplicates: 10m");
    }

    private static Source with(String declared) {
        String yaml = Deletable.TEXT.yaml().replace("duplicates: 10m, deletes: true", declared);
        return PipelineCompiler.compile(new PipelineText("off.yaml", yaml, Deletable.TEXT.schemas()))
                .scored();
    }
}
