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
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
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
                new FactSourceOperator(new AcceptEvents(source, LATE, DEAD_LETTERS, 100)),
                partial -> partial.event().id(),
                Types.STRING);
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void goOnAs(Source source) throws Exception {
        OperatorSubtaskState snapshot = snapshot();
        harness.close();
        harness = harness(source);
        harness.initializeState(snapshot);
        harness.open();
    }

    private OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
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
    void aTombstoneThatIsReadBeforeItsEventWaitsForIt() throws Exception {
        delete("a", 0);
        send("b", START, 1);
        send("a", START, 2);
        send("a", START + 1, 3);
        delete("a", 4);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.kind() + " " + p.event().offset())
                .containsExactly("SCORED 1", "SCORED 2", "RETRACTION 2");
        assertThat(retractions().get(0).event())
                .usingRecursiveComparison()
                .isEqualTo(transaction("a", "c a", "t", 10, START, 2).event());
        assertThat(letters())
                .extracting(letter -> letter.reason() + " " + letter.offset())
                .containsExactly("DUPLICATE 3", "NOTHING_TO_DELETE 4");
    }

    @Test
    void aTombstoneWhoseEventDoesNotComeBecomesADeadLetter() throws Exception {
        harness.processWatermark(START);
        delete("a", 7);
        harness.processWatermark(START + DUPLICATES);
        assertThat(letters()).isEmpty();
        harness.processWatermark(START + DUPLICATES + 1);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(Reason.NOTHING_TO_DELETE);
            assertThat(letter.offset()).isEqualTo(7);
            assertThat(letter.timestamp()).isEqualTo(START);
            assertThat(letter.eventId()).isEqualTo("a");
            assertThat(letter.detail())
                    .isEqualTo("no event with this id was read before the tombstone, nor while it was waited for"
                            + " (\"duplicates\" in the definition)");
        });
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void whereEventTimeIsNotKnownYetATombstoneWaitsFromItsOwnTimestampOn() throws Exception {
        delete("a", 0);
        delete("b", 1);
        harness.processWatermark(START + DUPLICATES);
        send("a", START + DUPLICATES, 2);
        harness.processWatermark(START + DUPLICATES + 1);

        assertThat(retractions()).extracting(p -> p.event().id()).containsExactly("a");
        assertThat(letters()).extracting(DeadLetter::offset).containsExactly(1L);
    }

    @Test
    void aSecondTombstoneDoesNotWait() throws Exception {
        delete("a", 0);
        delete("a", 1);

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.offset()).isEqualTo(1);
            assertThat(letter.detail()).isEqualTo("another tombstone with this id waits for the event already");
        });
    }

    @Test
    void aTombstoneWaitsThroughARestartAndWhereDeletesAreNoLongerDeclared() throws Exception {
        harness.processWatermark(START);
        delete("a", 0);
        delete("b", 1);
        goOnAs(withoutDeletes());
        send("a", START, 2);
        harness.processWatermark(START + DUPLICATES + 1);

        assertThat(retractions()).extracting(p -> p.event().id()).containsExactly("a");
        assertThat(letters()).extracting(DeadLetter::offset).containsExactly(1L);
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void aTombstoneOutlivesAnEventThatIsTooLate() throws Exception {
        harness.processWatermark(START + LATE + 1);
        delete("a", 0);
        send("a", START, 1);
        send("a", START + LATE, 2);

        assertThat(letters()).extracting(DeadLetter::reason).containsExactly(Reason.TOO_LATE);
        assertThat(retractions()).extracting(p -> p.event().offset()).containsExactly(2L);
    }

    /** Whichever of an event and its tombstone comes first, the same goes on, in the same order for each id. */
    @Property(tries = 40)
    void theOrderOfAnEventAndItsTombstoneDoesNotMatter(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Integer> turns = new ArrayList<>();
        for (int id = 0; id < 20; id++) {
            turns.add(id);
            turns.add(id);
        }
        Collections.shuffle(turns, random);
        Set<Integer> begun = new HashSet<>();
        long watermark = START;
        try (var shuffled = harness(Deletable.PIPELINE.scored())) {
            shuffled.open();
            for (int id : turns) {
                boolean isFirst = begun.add(id);
                boolean isEvent = isFirst == (id % 2 == 0);
                shuffled.processElement(
                        isEvent
                                ? new StreamRecord<>(transaction("" + id, "c", "t", 10, START + id, id), START + id)
                                : new StreamRecord<>(tombstone("" + id, 100 + id)));
                watermark += random.nextInt(LATE / 40);
                shuffled.processWatermark(watermark);
            }
            for (int id = 0; id < 20; id++) {
                String each = "" + id;
                assertThat(shuffled.extractOutputValues())
                        .as("seed %d", seed)
                        .filteredOn(p -> p.event().id().equals(each))
                        .extracting(p -> p.kind() + " " + p.event().offset())
                        .containsExactly("SCORED " + id, "RETRACTION " + id);
            }
            assertThat(shuffled.getSideOutput(DEAD_LETTERS)).isNullOrEmpty();
        }
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
        assertThat(letters()).isEmpty();
        harness.processWatermark(START + 2 * DUPLICATES + 2);

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
    void anIdOfBeforeDeletesWereDeclaredThatComesAgainIsRememberedFromThenOn() throws Exception {
        harness.close();
        harness = harness(withoutDeletes());
        harness.open();
        send("a", START, 0);
        goOnAs(Deletable.PIPELINE.scored());
        send("a", START + DUPLICATES + 1, 1);
        send("a", START + DUPLICATES + 2, 2);

        assertThat(harness.extractOutputValues())
                .extracting(p -> p.event().offset())
                .containsExactly(1L);
        assertThat(letters()).extracting(DeadLetter::reason).containsExactly(Reason.DUPLICATE);
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
        String yaml = Deletable.TEXT.yaml().replace("duplicates: 10m, future: 1m, deletes: true", declared);
        return PipelineCompiler.compile(new PipelineText("off.yaml", yaml, Deletable.TEXT.schemas()))
                .scored();
    }
}
