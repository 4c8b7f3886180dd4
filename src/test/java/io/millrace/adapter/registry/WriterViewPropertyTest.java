package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random writers' schemas and values: the compiled view reads what Avro's own reader reads. */
class WriterViewPropertyTest {
    private static final int SCHEMAS = 400;
    private static final int RECORDS = 10;

    private static final Schema DECLARED = new Schema.Parser().parse("""
                    {"type": "record", "name": "R", "fields": [
                      {"name": "text", "type": "string"},
                      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                      {"name": "whole", "type": "long"},
                      {"name": "single", "type": ["null", "float"]},
                      {"name": "number", "type": "double"},
                      {"name": "flag", "type": ["boolean", "null"]},
                      {"name": "kind", "type": {"type": "enum", "name": "E", "symbols": ["A", "B"], "default": "A"}},
                      {"name": "extra", "type": ["null", "string"], "default": null},
                      {"name": "small", "type": "int", "default": -3},
                      {"name": "floats", "type": ["null", {"type": "array", "items": "float"}]},
                      {"name": "doubles", "type": {"type": "array", "items": "double"}, "default": [1.5, -2]}
                    ]}""");
    private static final EventType TYPE = new EventType(
            "r",
            0,
            List.of(
                    new EventType.Field("text", FieldKind.STRING, true),
                    new EventType.Field("at", FieldKind.TIMESTAMP, true),
                    new EventType.Field("whole", FieldKind.LONG, false),
                    new EventType.Field("single", FieldKind.DOUBLE, false),
                    new EventType.Field("number", FieldKind.DOUBLE, false),
                    new EventType.Field("flag", FieldKind.BOOLEAN, false),
                    new EventType.Field("kind", FieldKind.STRING, false),
                    new EventType.Field("extra", FieldKind.STRING, false),
                    new EventType.Field("small", FieldKind.LONG, false),
                    new EventType.Field("floats", FieldKind.FLOATS, false),
                    new EventType.Field("doubles", FieldKind.DOUBLES, false)),
            0,
            1);

    /**
     * Types that a writer may use for each field, readable as declared; those with a default may also be left out. Arrays are of the declared items: Avro's reader refuses promoted ones near the end of a
     * record, because it counts bytes as the reader's type has them.
     */
    private static final Map<String, List<String>> WRITERS = Map.ofEntries(
            Map.entry("text", List.of("\"string\"", "\"bytes\"", "[\"string\", \"bytes\"]")),
            Map.entry("at", List.of("\"long\"", "\"int\"", "[\"int\", \"long\"]")),
            Map.entry("whole", List.of("\"long\"", "\"int\"", "[\"long\", \"int\"]")),
            Map.entry(
                    "single",
                    List.of(
                            "\"float\"",
                            "\"int\"",
                            "\"long\"",
                            "[\"null\", \"float\"]",
                            "[\"int\", \"null\"]",
                            "\"null\"")),
            Map.entry(
                    "number",
                    List.of("\"double\"", "\"float\"", "\"int\"", "\"long\"", "[\"float\", \"double\", \"long\"]")),
            Map.entry("flag", List.of("\"boolean\"", "[\"null\", \"boolean\"]")),
            Map.entry("kind", List.of("{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"X\", \"B\", \"A\"]}")),
            Map.entry("extra", List.of("\"string\"", "[\"bytes\", \"null\"]", "")),
            Map.entry("small", List.of("\"int\"", "")),
            Map.entry("floats", List.of(array("float"), "[" + array("float") + ", \"null\"]")),
            Map.entry("doubles", List.of(array("double"), "")));

    private static final List<String> UNUSED = List.of(
            "\"null\"",
            "\"boolean\"",
            "\"int\"",
            "\"long\"",
            "\"float\"",
            "\"double\"",
            "\"bytes\"",
            "\"string\"",
            "{\"type\": \"array\", \"items\": [\"null\", \"string\", \"double\"]}",
            "{\"type\": \"array\", \"items\": \"null\"}",
            "{\"type\": \"map\", \"values\": {\"type\": \"array\", \"items\": \"int\"}}");

    @Test
    void theCompiledViewReadsWhatAvroReads() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("seed: -Dmillrace.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < SCHEMAS; i++) {
            Schema writer = writer(random);
            WriterView view = WriterView.of(writer, DECLARED, TYPE);
            GenericDatumReader<GenericRecord> oracle = new GenericDatumReader<>(writer, DECLARED);
            for (int j = 0; j < RECORDS; j++) {
                byte[] record = Cards.bytes((GenericRecord) value(writer, random, 0), 1);
                GenericRecord expected = oracle.read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(record, WireFormat.HEADER, record.length - WireFormat.HEADER, null));
                AvroBytes bytes = new AvroBytes();
                bytes.reset(record, WireFormat.HEADER);
                assertThat(asMap(view.read(bytes)))
                        .as("seed %d, writer %s", seed, writer)
                        .isEqualTo(asMap(expected));
            }
        }
    }

    private static Map<String, Object> asMap(GenericRecord record) {
        Map<String, Object> values = new HashMap<>();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value instanceof List<?> numbers) {
                values.put(
                        field.name(),
                        numbers.stream()
                                .map(number -> ((Number) number).doubleValue())
                                .toList());
            } else if (value instanceof Float number) {
                values.put(field.name(), number.doubleValue());
            } else if (value instanceof Integer number) {
                values.put(field.name(), number.longValue());
            } else if (value instanceof CharSequence || value instanceof GenericData.EnumSymbol) {
                values.put(field.name(), value.toString());
            } else if (value != null) {
                values.put(field.name(), value);
            }
        }
        return values;
    }

    private static Map<String, Object> asMap(Row row) {
        Map<String, Object> values = new HashMap<>();
        for (int slot = 0; slot < TYPE.fields().size(); slot++) {
            EventType.Field field = TYPE.fields().get(slot);
            if (row.isNull(slot)) {
                continue;
            }
            Object value =
                    switch (field.kind()) {
                        case STRING, BYTES -> row.strings[slot];
                        case DOUBLE -> Double.longBitsToDouble(row.bits[slot]);
                        case BOOLEAN -> row.bits[slot] == 1;
                        case LONG, TIMESTAMP -> row.bits[slot];
                        case FLOATS, DOUBLES -> numbers(Objects.requireNonNull(row.vectors[slot]));
                    };
            values.put(field.name(), value);
        }
        return values;
    }

    private static String array(String items) {
        return "{\"type\": \"array\", \"items\": \"" + items + "\"}";
    }

    private static List<Double> numbers(NumberVector vector) {
        return IntStream.range(0, vector.size()).mapToObj(vector::at).toList();
    }

    private static Schema writer(Random random) {
        List<String> fields = new ArrayList<>();
        for (EventType.Field used : TYPE.fields()) {
            List<String> types = Objects.requireNonNull(WRITERS.get(used.name()));
            String type = types.get(random.nextInt(types.size()));
            if (!type.isEmpty()) {
                fields.add("{\"name\": \"" + used.name() + "\", \"type\": " + type + "}");
            }
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            fields.add("{\"name\": \"unused" + i + "\", \"type\": " + UNUSED.get(random.nextInt(UNUSED.size())) + "}");
        }
        if (random.nextBoolean()) {
            fields.add("{\"name\": \"self\", \"type\": [\"null\", \"R\"]}");
        }
        Collections.shuffle(fields, random);
        return new Schema.Parser()
                .parse("{\"type\": \"record\", \"name\": \"R\", \"fields\": [" + String.join(",", fields) + "]}");
    }

    private static Object value(Schema schema, Random random, int depth) {
        return switch (schema.getType()) {
            case NULL -> JsonProperties.NULL_VALUE;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt() >> random.nextInt(32);
            case LONG -> random.nextLong() >> random.nextInt(64);
            case FLOAT -> (float) random.nextGaussian();
            case DOUBLE -> random.nextGaussian();
            case STRING -> text(random);
            case BYTES -> ByteBuffer.wrap(text(random).getBytes(StandardCharsets.UTF_8));
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case ARRAY -> {
                GenericData.Array<Object> array = new GenericData.Array<>(3, schema);
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(orNull(value(schema.getElementType(), random, depth)));
                }
                yield array;
            }
            case MAP -> {
                Map<String, Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), orNull(value(schema.getValueType(), random, depth)));
                }
                yield map;
            }
            case UNION ->
                value(
                        schema.getTypes()
                                .get(
                                        depth > 3
                                                ? 0
                                                : random.nextInt(
                                                        schema.getTypes().size())),
                        random,
                        depth);
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                for (Schema.Field field : schema.getFields()) {
                    record.put(field.pos(), orNull(value(field.schema(), random, depth + 1)));
                }
                yield record;
            }
            case FIXED -> throw new AssertionError("not used here");
        };
    }

    private static @Nullable Object orNull(Object value) {
        return value == JsonProperties.NULL_VALUE ? null : value;
    }

    private static String text(Random random) {
        return "tä✓\uD83D\uDE00".repeat(random.nextInt(3)) + random.nextInt(100);
    }
}
