package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WarmingSlots;
import io.millrace.feature.WarmingSlots.Until;
import io.millrace.feedback.JoinState;
import io.millrace.feedback.JoinState.Tracked;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.feedback.Report;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.model.ReusedPrediction;
import io.millrace.model.Seen;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.Share;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Pins the bytes of every form that tasks exchange or savepoints hold, and checks what Flink asks of their serialisers. */
class FormsTest {
    private static final Event EVENT = new Event(
            1, 2, 300, 4000, 5, "id", 60_000, 0b100, new long[] {7, 0, 0}, new @Nullable String[] {null, "key", null});
    private static final PartialVector PARTIAL = partial();
    private static final Prediction PREDICTION = new Prediction(
            "p",
            "card-fraud",
            "id",
            60_000,
            0.25f,
            true,
            1,
            Slot.CHAMPION,
            "model",
            "digest",
            "print",
            new double[] {1.5, -0.0},
            new Trigger("t", 2, 300, 4000, 5),
            List.of(new Seen("card", "t", 2, 300)),
            List.of(new Held("card", "t", 0x1234)),
            "ort",
            "transactional");
    private static final LabelledExample EXAMPLE = new LabelledExample(
            "p",
            2,
            "card-fraud",
            "id",
            60_000,
            1,
            Outcome.REPORTED,
            70_000,
            new double[] {1.5, -0.0},
            "print",
            "digest",
            "CHAMPION",
            0.25f,
            true,
            1);
    private static final DeadLetter LETTER =
            new DeadLetter("transactions", "t", 2, 300, 4000, Reason.NOT_AVRO, "detail", null, null, new byte[] {1, 2});

    private static final ModelCommand COMMAND = new ModelCommand(
            "c", ModelCommand.Kind.SPLIT, "DE", List.of(new Share("ab", 0.5)), 60_000, "ada", "why", 70_000);

    private static final String ROW = "04" + "02" + "3ff8000000000000";
    private static final String WHOLE_ROW = "04" + "3ff8000000000000" + "0000000000000000";
    private static final String HASHES = "02" + "00" + "02" + "0000000000001234";

    private static PartialVector partial() {
        PartialVector partial = PartialVector.scored(EVENT, 2);
        partial.row()[0] = 1.5;
        partial.frontier().add(0, 1, 2, 300);
        partial.frontier().hold(0, 1, 0x1234);
        return partial;
    }

    @Test
    void partialVectorsKeepTheirBytes() throws IOException {
        assertBytes(
                Form.PARTIAL_VECTOR,
                5,
                PARTIAL,
                "00" // scored
                        + "02" // version of the event's bytes
                        + "0204d804c03e0a" + "046964" + "c0a907" + "0000000000000004" + "06" + "000000000000000007"
                        + "01066b6579" //
                        + ROW
                        + "02" + "00" + "02" + "04" + "d804" // the frontier
                        + "02" + "00" + "02" + "0000000000001234"); // the hashes
    }

    @Test
    void partialVectorsOfWhichFeaturesAreWarmingKeepTheirBytes() throws IOException {
        String plain = bytes(Form.PARTIAL_VECTOR, PARTIAL).substring(2);

        assertBytes(
                Form.PARTIAL_VECTOR,
                5,
                PARTIAL.with(new WarmingSlots(List.of(new Until(1, 300), new Until(0, Long.MAX_VALUE)))),
                "03" + plain + "04" + "02" + "d804" + "00" + "feffffffffffffffff01");
    }

    @Test
    void retractionsKeepTheirBytes() throws IOException {
        assertBytes(
                Form.PARTIAL_VECTOR,
                5,
                PartialVector.retraction(Event.toDelete(1, 2, 300, 4000, "id")),
                "02" // retraction
                        + "02" + "0204d804c03e01" + "046964" + "c03e" + "0000000000000000" + "00" //
                        + "0000" + "00" + "00"); // neither row nor frontier nor hashes
    }

    @Test
    void partialVectorsOfTheFirstVersionAreRead() throws IOException {
        String scored = bytes(Form.PARTIAL_VECTOR, PARTIAL).substring(2);
        String fact = bytes(Form.PARTIAL_VECTOR, PartialVector.fact(EVENT)).substring(2);

        assertThat(bytes(Form.PARTIAL_VECTOR, firstVersion(withWholeRow(without(HASHES, scored)))))
                .isEqualTo("00" + without(HASHES, scored) + "00");
        assertThat(bytes(Form.PARTIAL_VECTOR, firstVersion(without("0000", fact))))
                .isEqualTo("01" + fact);
    }

    @Test
    void partialVectorsWithWholeRowsAreRead() throws IOException {
        String today = bytes(Form.PARTIAL_VECTOR, PARTIAL);

        PartialVector read = Form.PARTIAL_VECTOR
                .codec()
                .read(new DataInputDeserializer(HexFormat.of().parseHex(withWholeRow(today))), 4);

        assertThat(bytes(Form.PARTIAL_VECTOR, read)).isEqualTo(today);
    }

    private static String withWholeRow(String hex) {
        assertThat(hex).containsOnlyOnce(ROW);
        return hex.replace(ROW, WHOLE_ROW);
    }

    private static String without(String end, String hex) {
        assertThat(hex).endsWith(end);
        return hex.substring(0, hex.length() - end.length());
    }

    private static PartialVector firstVersion(String hex) throws IOException {
        return Form.PARTIAL_VECTOR
                .codec()
                .read(new DataInputDeserializer(HexFormat.of().parseHex(hex)), 1);
    }

    @Test
    void partialVectorsWithAnEventOfTheFirstVersionAreRead() throws IOException {
        String today = bytes(Form.PARTIAL_VECTOR, PARTIAL);

        assertThat(today).startsWith("0002");
        String plain = without(HASHES, today);
        PartialVector read = Form.PARTIAL_VECTOR
                .codec()
                .read(
                        new DataInputDeserializer(HexFormat.of()
                                .parseHex("0001" + withWholeRow(plain).substring(4))),
                        2);
        assertThat(bytes(Form.PARTIAL_VECTOR, read)).isEqualTo(plain + "00");
    }

    @Test
    void joinStatesKeepTheirBytes() throws IOException {
        JoinState state = new JoinState(List.of(new Tracked(PREDICTION, 1)), new Report("id", 70_000, 0, 9, 70_001));
        String prediction = bytes(Form.PREDICTION, PREDICTION);
        assertBytes(
                Form.JOIN_STATE,
                1,
                state,
                "02" + "00000001" + prediction + "00000001" //
                        + "01" + "046964" + "0000000000011170" + "00000000" + "0000000000000009"
                        + "0000000000011171");
    }

    @Test
    void predictionsOfTheFirstVersionAreRead() throws IOException {
        String held = "00000001" + "000463617264" + "000174" + "0000000000001234";
        String today = bytes(Form.PREDICTION, PREDICTION);

        Prediction read = Form.PREDICTION
                .codec()
                .read(new DataInputDeserializer(HexFormat.of().parseHex(today.replace(held, ""))), 1);

        assertThat(read.held()).isEmpty();
        assertThat(bytes(Form.PREDICTION, read)).isEqualTo(today.replace(held, "00000000"));
    }

    @Test
    void predictionsKeepTheirBytes() throws IOException {
        assertBytes(
                Form.PREDICTION,
                2,
                PREDICTION,
                "000170" + "000a636172642d6672617564" + "00026964" + "000000000000ea60" + "3e800000" + "01"
                        + "3ff0000000000000"
                        + "00084348414d50494f4e" + "00056d6f64656c" + "0006646967657374" + "00057072696e74"
                        + "00000002" + "3ff8000000000000" + "8000000000000000"
                        + "000174" + "00000002" + "000000000000012c" + "0000000000000fa0" + "00000005"
                        + "00000001" + "000463617264" + "000174" + "00000002" + "000000000000012c"
                        + "00000001" + "000463617264" + "000174" + "0000000000001234"
                        + "00036f7274" + "000d7472616e73616374696f6e616c");
    }

    @Test
    void commandsAndDecisionsKeepTheirBytes() throws IOException {
        String command = "0263" + "0a53504c4954" + "044445" + "02" + "046162" + "3fe0000000000000" //
                + "000000000000ea60" + "06616461" + "06776879" + "0000000000011170";
        Decision decision = new Decision(COMMAND, Decision.Verdict.REFUSED, "no", 50_000, "v1");
        String decided = "01" + command + "0e52454655534544" + "046e6f" + "000000000000c350" + "047631";
        assertBytes(Form.MODEL_COMMAND, 1, COMMAND, command);
        assertBytes(Form.DECISION, 1, decision, decided);
        assertBytes(Form.CONTROL_UPDATE, 1, new ControlUpdate(decision, 7), "01" + decided + "0000000000000007");
        assertBytes(Form.CONTROL_UPDATE, 1, new ControlUpdate(null, 7), "00" + "0000000000000007");
        assertComesBack(Form.ARRIVED_COMMAND, Arrival.of(COMMAND, 70_000));
    }

    @Test
    void everyFormComesBackAsItWas() throws IOException {
        assertComesBack(Form.PARTIAL_VECTOR, PARTIAL);
        assertComesBack(Form.PREDICTION, PREDICTION);
        assertComesBack(Form.LABELLED_EXAMPLE, EXAMPLE);
        assertComesBack(Form.DEAD_LETTER, LETTER);
        assertComesBack(Form.ARRIVED_EVENT, Arrival.of(EVENT, EVENT.time()));
        assertComesBack(Form.ARRIVED_EVENT, Arrival.deletion(Event.toDelete(1, 2, 300, 4000, "id"), 4000));
        assertComesBack(Form.ARRIVED_EVENT, Arrival.dead(LETTER));
        assertComesBack(Form.ARRIVED_PREDICTION, Arrival.of(PREDICTION, PREDICTION.eventTime()));
        assertComesBack(Form.JOIN_STATE, JoinState.EMPTY);
    }

    @Test
    void whatMayBeFilledAgainIsCopied() {
        ReusedPrediction reused = new ReusedPrediction("p", "f1", "transactional", "cards", 2);
        reused.begin("t-1", 1);
        Prediction kept = Form.PREDICTION.serializer().copy(reused.prediction());
        reused.begin("t-2", 2);

        assertThat(Form.PREDICTION.serializer().isImmutableType()).isFalse();
        assertThat(kept.eventId()).isEqualTo("t-1");
        assertThat(Form.PARTIAL_VECTOR.serializer().copy(PARTIAL)).isSameAs(PARTIAL);
    }

    @Test
    void typesTravelWithTheJobByName() throws Exception {
        TypeInformation<PartialVector> type = Form.PARTIAL_VECTOR.typeInformation();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(type);

        Object back = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(back).isEqualTo(type);
        assertThat(type.createSerializer(new SerializerConfigImpl())).isEqualTo(Form.PARTIAL_VECTOR.serializer());
    }

    @Test
    void aSavepointKnowsItsFormByNameAndVersion() throws IOException {
        TypeSerializerSnapshot<PartialVector> written =
                Form.PARTIAL_VECTOR.serializer().snapshotConfiguration();
        DataOutputSerializer out = new DataOutputSerializer(32);
        written.writeSnapshot(out);
        CodecSnapshot<PartialVector> read = new CodecSnapshot<>();
        read.readSnapshot(
                read.getCurrentVersion(),
                new DataInputDeserializer(out.getCopyOfBuffer()),
                getClass().getClassLoader());

        assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer()))
                .isEqualTo("000e" + "7061727469616c2d766563746f72" + "00000005");
        assertThat(read.restoreSerializer()).isEqualTo(Form.PARTIAL_VECTOR.serializer());
        assertThat(written.resolveSchemaCompatibility(read).isCompatibleAsIs()).isTrue();
        assertThat(new CodecSnapshot<>(Form.PARTIAL_VECTOR, 6)
                        .resolveSchemaCompatibility(read)
                        .isCompatibleAfterMigration())
                .isTrue();
        assertThat(written.resolveSchemaCompatibility(new CodecSnapshot<>(Form.PARTIAL_VECTOR, 6))
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void aFormOfAnotherReleaseIsNamedInTheError() {
        assertThatThrownBy(() -> Form.named("tomorrow"))
                .hasMessage(
                        "this savepoint holds \"tomorrow\", which this release does not know; restore it with the release that wrote it");
    }

    private static <T> void assertBytes(Form<T> form, int version, T value, String hex) throws IOException {
        assertThat(form.codec().version()).isEqualTo(version);
        assertThat(bytes(form, value)).isEqualTo(hex);
        assertComesBack(form, value);
    }

    /** Equal bytes mean equal values: arrays in records have no equality of their own. */
    private static <T> void assertComesBack(Form<T> form, T value) throws IOException {
        String bytes = bytes(form, value);
        DataInputDeserializer in = new DataInputDeserializer(HexFormat.of().parseHex(bytes));
        T back = form.serializer().deserialize(in);
        assertThat(in.available()).isZero();
        assertThat(bytes(form, back)).isEqualTo(bytes);
    }

    private static <T> String bytes(Form<T> form, T value) throws IOException {
        TypeSerializer<T> serializer = form.serializer();
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return HexFormat.of().formatHex(out.getCopyOfBuffer());
    }
}
