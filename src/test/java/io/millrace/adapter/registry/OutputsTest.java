package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.millrace.event.RecordEncoder;
import io.millrace.feedback.LabelledExample;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.model.Seen;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputsTest {
    private static final Prediction PREDICTION = new Prediction(
            "00ff",
            "p",
            "t-1",
            1_522_540_800_000L,
            0.1f,
            true,
            0.995,
            Slot.CHAMPION,
            "model",
            "d1",
            "f1",
            new double[] {1.5, Double.NaN, -0.0},
            new Trigger("cards", 2, 77, -1, 5),
            List.of(new Seen("card", "cards", 2, 76), new Seen("terminal", "frauds", 0, 9)),
            List.of(new Held("card", "cards", -5), new Held("terminal", "frauds", Long.MAX_VALUE)),
            "ort",
            "transactional");
    private static final LabelledExample EXAMPLE = new LabelledExample(
            "00ff",
            2,
            "p",
            "t-1",
            5,
            1.0,
            LabelledExample.Outcome.ABSENT,
            6,
            new double[] {1.5, Double.NaN},
            "f1",
            "d1",
            "CHAMPION",
            0.1f,
            false,
            1.0);
    private static final DeadLetter LETTER =
            new DeadLetter("cards", "cards", 1, 2, 3, Reason.NOT_AVRO, "why", "t-1", new byte[] {9}, new byte[] {8, 7});

    private final ConfluentRegistry registry = Cards.registry();
    private final SteppingTime time = new SteppingTime();
    private final Patience patience = new Patience(Duration.ZERO, time);

    @Test
    void predictionsHaveTheirGoldenBytes() {
        assertGolden(
                new PredictionLayout(),
                PREDICTION,
                "0000000001083030666602700674 2d31 80a087e8cf58 cdcccc3d 01 d7a3703d0ad7ef3f 104348414d50494f4e 0a6d6f64656c"
                        + " 046431 046631 06 000000000000f83f 000000000000f87f 0000000000000080 00 0a6361726473 04 9a01 01 0a"
                        + " 04 0863617264 0a6361726473 04 9801 107465726d696e616c 0c667261756473 00 12 00"
                        + " 04 0863617264 0a6361726473 fffffffffffffffb 107465726d696e616c 0c667261756473 7fffffffffffffff 00"
                        + " 066f7274 1a7472616e73616374696f6e616c");
    }

    @Test
    void examplesHaveTheirGoldenBytes() {
        assertGolden(
                new LabelledExampleLayout(),
                EXAMPLE,
                "0000000001 0830306666 04 0270 06742d31 0a 000000000000f03f 02 0c 04 000000000000f83f 000000000000f87f 00"
                        + " 046631 046431 104348414d50494f4e cdcccc3d 00 000000000000f03f");
    }

    @Test
    void deadLettersHaveTheirGoldenBytes() {
        assertGolden(
                new DeadLetterLayout(),
                LETTER,
                "0000000001 0a6361726473 0a6361726473 02 04 06 104e4f545f4156524f 06776879 02 06742d31 02 02 09 02 04 0807");
    }

    @Test
    void predictionsComeBackToTheBit() {
        Prediction read = roundTrip(new PredictionLayout(), PREDICTION, PREDICTION.eventTime());

        assertThat(bits(read.vector())).isEqualTo(bits(PREDICTION.vector()));
        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(PREDICTION);
    }

    @Test
    void ofAValueThatFailsNothingIsLeft() {
        Layout<DeadLetter> layout = new DeadLetterLayout();
        OutputEncoder<DeadLetter> encoder = new OutputEncoder<>(layout, 7);
        byte[] alone = new OutputEncoder<>(layout, 7).value(LETTER);
        DeadLetter broken = new DeadLetter(
                LETTER.source(),
                LETTER.topic(),
                LETTER.partition(),
                LETTER.offset(),
                LETTER.timestamp(),
                LETTER.reason(),
                null,
                null,
                null,
                null);

        assertThatThrownBy(() -> encoder.value(broken)).isInstanceOf(NullPointerException.class);
        assertThat(encoder.value(LETTER)).isEqualTo(alone);
    }

    @Test
    void examplesComeBackToTheBit() {
        LabelledExample read = roundTrip(new LabelledExampleLayout(), EXAMPLE, EXAMPLE.eventTime());

        assertThat(bits(read.vector())).isEqualTo(bits(EXAMPLE.vector()));
        assertThat(read)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(EXAMPLE);
    }

    @Test
    void deadLettersComeBackWithAndWithoutTheirRecord() {
        assertThat(roundTrip(new DeadLetterLayout(), LETTER, 3))
                .usingRecursiveComparison()
                .isEqualTo(LETTER);
        DeadLetter bare = letter(null, null, null);
        assertThat(roundTrip(new DeadLetterLayout(), bare, 3))
                .usingRecursiveComparison()
                .isEqualTo(bare);
    }

    @Test
    void aDeadLetterFitsIntoWhatABrokerTakes() {
        DeadLetter big = letter("t", new byte[1], new byte[DeadLetterLayout.LARGEST]);
        DeadLetter read = roundTrip(new DeadLetterLayout(), big, 3);

        assertThat(read.value()).isNull();
        assertThat(read.key()).isNull();
        DeadLetter fits = letter("t", null, new byte[DeadLetterLayout.LARGEST]);
        assertThat(roundTrip(new DeadLetterLayout(), fits, 3).value()).hasSize(DeadLetterLayout.LARGEST);
    }

    @Test
    void keysAreBusinessIdsAndDeadLettersWithoutOneUseTheirPlace() {
        assertThat(key(new PredictionLayout(), PREDICTION)).isEqualTo("t-1");
        assertThat(key(new LabelledExampleLayout(), EXAMPLE)).isEqualTo("t-1");
        assertThat(key(new DeadLetterLayout(), LETTER)).isEqualTo("t-1");
        assertThat(key(new DeadLetterLayout(), letter(null, null, null))).isEqualTo("cards-1-2");
    }

    @Test
    void readersOfTheSchemaFileReadEveryField() throws Exception {
        Schema schema = new Schema.Parser().parse(Files.readString(Path.of("schemas", "prediction.avsc")));
        byte[] record = encoder(new PredictionLayout()).value(PREDICTION);
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(record, 5, record.length - 5, null);
        GenericRecord read = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);

        assertThat(decoder.isEnd()).isTrue();
        assertThat(read.get("event_time")).isEqualTo(1_522_540_800_000L);
        assertThat(read.get("vector")).hasToString("[1.5, NaN, -0.0]");
        assertThat(read.get("trigger"))
                .hasToString(
                        "{\"topic\": \"cards\", \"partition\": 2, \"offset\": 77, \"timestamp\": -1, \"schema_id\": 5}");
        assertThat(read.get("delivery")).hasToString("transactional");
        assertThat(schema.getFields())
                .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }

    /** Kafka takes a record's key and value as arrays, so that these two are what each costs; an array is 16 bytes and its content, in eights. */
    @Test
    void onlyKeyAndValueAreAllocatedForAPrediction() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RecordEncoder<Prediction> encoder = encoder(new PredictionLayout());
        long value = encoder.value(PREDICTION).length;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                encoder.key(PREDICTION);
                encoder.value(PREDICTION);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least / 1_000).isEqualTo(24 + (16 + value + 7) / 8 * 8);
    }

    @Test
    void theSchemaIsRegisteredForTheTopic() throws Exception {
        encoder(new PredictionLayout());
        String text = OutputSchemas.read("prediction.avsc").toString();

        assertThat(registry.register("out-value", text)).as("the same id again").isEqualTo(1);
    }

    @Test
    void outputsOfAnEarlierVersionAreStillRead() throws Exception {
        String today = Files.readString(Path.of("schemas", "dead-letter.avsc"));
        Schema earlier = new Schema.Parser().parse(today.replaceFirst(",\\s*\\{\"name\": \"value\".*\\}\\n", "\n"));
        assertThat(earlier.getField("value")).isNull();
        int id = registry.register("earlier", earlier.toString());
        byte[] whole = encoder(new DeadLetterLayout()).value(LETTER);
        byte[] record = Arrays.copyOf(whole, whole.length - 4);
        WireFormat.header(record, id);

        DeadLetter read =
                decoder(new DeadLetterLayout()).decode(0, 0, 0, null, record).value();
        assertThat(read.detail()).isEqualTo("why");
        assertThat(read.value()).isNull();
    }

    @Test
    void spoiltOutputsAreDeadLetters() {
        byte[] valid = encoder(new PredictionLayout()).value(PREDICTION);
        OutputDecoder<Prediction> decoder = decoder(new PredictionLayout());
        for (int length = 0; length < valid.length; length++) {
            Arrival<Prediction> arrival = decoder.decode(0, length, 7, null, Arrays.copyOf(valid, length));
            assertThat(arrival.deadLetter().reason())
                    .as("%d bytes", length)
                    .isEqualTo(length == 0 ? Reason.EMPTY : Reason.NOT_AVRO);
        }
        assertThat(decoder.decode(0, 0, 7, null, Arrays.copyOf(valid, valid.length + 1))
                        .deadLetter()
                        .detail())
                .isEqualTo("bytes are left over after the record");
        for (int i = 5; i < valid.length; i++) {
            byte[] flipped = valid.clone();
            flipped[i] ^= (byte) 0xA0;
            decoder.decode(0, i, 7, null, flipped);
        }
    }

    @Test
    void aSilentRegistryAtTheStartIsWaitedFor() {
        int[] silent = {2};
        Registry slow = new Registry() {
            @Override
            public Answer schema(int id) {
                return new Answer.Unknown();
            }

            @Override
            public int register(String subject, String schema) throws IOException {
                if (silent[0]-- > 0) {
                    throw new IOException("down");
                }
                assertThat(subject).isEqualTo("out-value");
                return 12;
            }
        };
        RecordEncoder<DeadLetter> encoder =
                Outputs.encoder(new DeadLetterLayout(), "out", slow, new Patience(Duration.ofMinutes(1), time));

        assertThat(WireFormat.schemaId(encoder.value(LETTER))).isEqualTo(12);
        assertThat(time.sleeps).containsExactly(100L, 200L);
        silent[0] = 100;
        assertThatThrownBy(() -> Outputs.encoder(new DeadLetterLayout(), "out", slow, patience))
                .hasMessageContaining("gave no answer for 0 s");
    }

    private static DeadLetter letter(@Nullable String id, byte @Nullable [] key, byte @Nullable [] value) {
        return new DeadLetter("cards", "cards", 1, 2, 3, Reason.NOT_AVRO, "why", id, key, value);
    }

    private <T> void assertGolden(Layout<T> layout, T value, String hex) {
        assertThat(HexFormat.of().formatHex(encoder(layout).value(value))).isEqualTo(hex.replace(" ", ""));
    }

    private <T> String key(Layout<T> layout, T value) {
        return new String(encoder(layout).key(value), StandardCharsets.UTF_8);
    }

    private <T> T roundTrip(Layout<T> layout, T value, long time) {
        Arrival<T> arrival =
                decoder(layout).decode(0, 0, 0, null, encoder(layout).value(value));
        assertThat(arrival.isDead()).isFalse();
        assertThat(arrival.time()).isEqualTo(time);
        return arrival.value();
    }

    private <T> RecordEncoder<T> encoder(Layout<T> layout) {
        return Outputs.encoder(layout, "out", registry, patience);
    }

    private <T> OutputDecoder<T> decoder(Layout<T> layout) {
        return new OutputDecoder<>("outputs", "out", layout, registry, patience, time);
    }

    private static long[] bits(double[] values) {
        return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
