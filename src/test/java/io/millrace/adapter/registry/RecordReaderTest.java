package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    private static final int SEED = 20_240_501;
    private static final Schema SCHEMA = SchemaBuilder.record("Event")
            .fields()
            .requiredString("name")
            .optionalLong("count")
            .requiredBytes("blob")
            .name("tags")
            .type()
            .array()
            .items()
            .stringType()
            .noDefault()
            .name("sizes")
            .type()
            .map()
            .values()
            .doubleType()
            .noDefault()
            .name("kind")
            .type()
            .enumeration("Kind")
            .symbols("A", "B")
            .noDefault()
            .name("hash")
            .type()
            .fixed("Hash")
            .size(3)
            .noDefault()
            .requiredBoolean("on")
            .requiredInt("number")
            .requiredFloat("weight")
            .endRecord();
    private static final Schema LIST = new Schema.Parser()
            .parse(
                    "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"Node\"]}]}");

    private final RecordReader reader = reader();

    private static RecordReader reader() {
        SteppingTime time = new SteppingTime();
        Registry registry = new Registry() {
            @Override
            public Answer schema(int id) {
                return switch (id) {
                    case 1 -> new Answer.Found(SCHEMA.toString());
                    case 2 -> new Answer.Found("\"string\"");
                    case 3 -> new Answer.Found(LIST.toString());
                    default -> new Answer.Unknown();
                };
            }

            @Override
            public int register(String subject, String schema) {
                throw new AssertionError("nothing is registered");
            }
        };
        return new RecordReader(registry, new Patience(Duration.ofSeconds(1), time), time);
    }

    private static GenericRecord event() {
        GenericRecord event = new GenericData.Record(SCHEMA);
        event.put("name", "π");
        event.put("count", 7L);
        event.put("blob", ByteBuffer.wrap(new byte[] {1, 2}));
        event.put("tags", List.of("x", "y"));
        event.put("sizes", Map.of("m", 0.5));
        event.put("kind", new GenericData.EnumSymbol(SCHEMA.getField("kind").schema(), "B"));
        event.put("hash", new GenericData.Fixed(SCHEMA.getField("hash").schema(), new byte[] {3, 4, 5}));
        event.put("on", true);
        event.put("number", -1);
        event.put("weight", 0.25f);
        return event;
    }

    private static byte[] framed(int id, byte[] avro) {
        return ByteBuffer.allocate(5 + avro.length)
                .put((byte) 0)
                .putInt(id)
                .put(avro)
                .array();
    }

    private static byte[] avro(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Test
    void allFieldsAreRead() throws IOException {
        ReadRecord read = reader.read(framed(1, avro(event())));

        assertThat(read.schemaId()).isEqualTo(1);
        assertThat(read.problem()).isNull();
        assertThat(read.record()).isNotNull().hasToString(event().toString());
    }

    @Test
    void whatCantBeReadHasItsReason() throws IOException {
        byte[] whole = avro(event());

        assertThat(reader.read(null)).isEqualTo(new ReadRecord(null, null, null));
        assertThat(reader.read(new byte[0]).problem()).startsWith("NOT_AVRO: the record has 0 bytes");
        assertThat(reader.read(new byte[] {'{', '"', 'a', '"', '}'}).problem())
                .isEqualTo("NOT_AVRO: the first byte is 123; expected 0, the registry's wire format");
        assertThat(reader.read(framed(9, whole)).problem()).startsWith("UNKNOWN_SCHEMA: ");
        assertThat(reader.read(framed(9, whole)).schemaId()).isEqualTo(9);
        assertThat(reader.read(framed(2, whole)).problem())
                .isEqualTo("INCOMPATIBLE_SCHEMA: schema id 2 does not fit: it is a string; expected a record");
        assertThat(reader.read(framed(1, Arrays.copyOf(whole, whole.length - 1)))
                        .problem())
                .startsWith("NOT_AVRO: the record ends after ");
        assertThat(reader.read(framed(1, Arrays.copyOf(whole, whole.length + 1)))
                        .problem())
                .isEqualTo("NOT_AVRO: 1 bytes are left over after the record");
    }

    @Test
    void corruptLengthsTakeNoMemoryAndDeepRecordsNoStack() {
        byte[] longString = {-2, -1, -1, -1, 15};

        assertThat(reader.read(framed(1, longString)).problem())
                .isEqualTo("NOT_AVRO: a length before byte 10 is 2147483647, but 0 bytes are left");
        byte[] longArray = {0, 0, 0, -2, -1, -1, -1, 15};
        assertThat(reader.read(framed(1, longArray)).problem())
                .isEqualTo("NOT_AVRO: a block has 2147483647 items, but 0 bytes are left");
        byte[] deep = new byte[1_000_000];
        Arrays.fill(deep, (byte) 2);
        assertThat(reader.read(framed(3, deep)).problem()).startsWith("NOT_AVRO: ");
    }

    @Test
    void anyBytesGiveAnAnswer() throws IOException {
        byte[] whole = avro(event());
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j <= random.nextInt(3); j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            ReadRecord read = reader.read(framed(1, changed));

            assertThat(read.record() == null).as("seed %d, record %d", SEED, i).isEqualTo(read.problem() != null);
        }
    }
}
