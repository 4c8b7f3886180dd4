package io.millrace.dev.feed;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.EventType.Field;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.pipeline.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes Kafka records of one source's events: the fields in use as Avro in the registry's wire format. */
final class EventRecords {
    private static final int ID_BYTES = 4;

    private final Source source;
    private final List<Integer> keySlots;
    private final Schema schema;
    private final byte[] header;
    private final GenericDatumWriter<GenericData.Record> writer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);

    /**
     * @param keySlots slots of the fields that are the record's key: events with the same one keep their order
     * @param schemaId of the source's schema in the registry
     */
    EventRecords(Source source, List<Integer> keySlots, int schemaId) {
        this.source = source;
        this.keySlots = keySlots;
        this.schema = new Schema.Parser().parse(source.schema());
        this.header =
                ByteBuffer.allocate(1 + ID_BYTES).put((byte) 0).putInt(schemaId).array();
        this.writer = new GenericDatumWriter<>(schema);
    }

    ProducerRecord<byte[], byte[]> record(Event event) {
        return new ProducerRecord<>(
                source.topic(), event.keyAt(keySlots).getBytes(StandardCharsets.UTF_8), value(event));
    }

    private byte[] value(Event event) {
        bytes.reset();
        bytes.writeBytes(header);
        try {
            writer.write(avro(event), encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private GenericData.Record avro(Event event) {
        EventType type = source.type();
        List<Field> fields = type.fields();
        GenericData.Record record = new GenericData.Record(schema);
        for (int slot = 0; slot < fields.size(); slot++) {
            if (!event.isNull(slot)) {
                record.put(fields.get(slot).name(), value(event, slot, fields.get(slot)));
            }
        }
        return record;
    }

    private static List<Number> numbers(@Nullable NumberVector vector, FieldKind kind) {
        List<Number> numbers = new ArrayList<>();
        for (int i = 0; vector != null && i < vector.size(); i++) {
            double number = vector.at(i);
            numbers.add(kind == FieldKind.FLOATS ? (Number) (float) number : (Number) number);
        }
        return numbers;
    }

    private static Object value(Event event, int slot, Field field) {
        return switch (field.kind()) {
            case STRING -> event.keyAt(slot);
            case BYTES -> ByteBuffer.wrap(event.keyAt(slot).getBytes(StandardCharsets.ISO_8859_1));
            case DOUBLE -> event.doubleAt(slot);
            case BOOLEAN -> event.longAt(slot) != 0;
            case LONG, TIMESTAMP -> event.longAt(slot);
            case FLOATS, DOUBLES -> numbers(event.vectorAt(slot), field.kind());
        };
    }
}
