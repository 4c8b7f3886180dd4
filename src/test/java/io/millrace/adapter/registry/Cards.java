package io.millrace.adapter.registry;

import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.pipeline.FileMapping;
import io.millrace.pipeline.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;

/** A source of card transactions and records for it. */
public final class Cards {
    static final int LARGEST = 1000;
    static final long FUTURE = 60_000;
    static final long NOW = 1_522_540_800_000L;

    static final String SCHEMA = """
            {"type": "record", "name": "Transaction", "namespace": "io.millrace.cards", "fields": [
              {"name": "transaction_id", "type": ["null", "string"]},
              {"name": "event_time", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}]},
              {"name": "note", "type": "string", "default": "none"},
              {"name": "customer_id", "type": ["null", "string"]},
              {"name": "amount", "type": "double"},
              {"name": "rate", "type": ["null", "double"], "default": null},
              {"name": "online", "type": "boolean", "default": true},
              {"name": "items", "type": "int", "default": 1}
            ]}""";

    static final EventType TYPE = new EventType(
            "transactions",
            3,
            List.of(
                    new EventType.Field("transaction_id", FieldKind.STRING, true),
                    new EventType.Field("event_time", FieldKind.TIMESTAMP, true),
                    new EventType.Field("customer_id", FieldKind.STRING, true),
                    new EventType.Field("amount", FieldKind.DOUBLE, false),
                    new EventType.Field("rate", FieldKind.DOUBLE, false),
                    new EventType.Field("online", FieldKind.BOOLEAN, false),
                    new EventType.Field("items", FieldKind.LONG, false)),
            0,
            1);

    static final Source SOURCE = source(SCHEMA, TYPE);

    private Cards() {}

    static Source source(String schema, EventType type) {
        return source(schema, type, false);
    }

    static Source source(String schema, EventType type, boolean deletes) {
        return new Source(
                type.source(),
                type.index(),
                "cards",
                schema,
                type,
                5_000,
                86_400_000,
                deletes,
                FUTURE,
                LARGEST,
                List.of(),
                new FileMapping(Map.of(), 0, Map.of()));
    }

    static Schema schema() {
        return new Schema.Parser().parse(SCHEMA);
    }

    /** A builder of valid records. */
    static GenericRecordBuilder valid() {
        return new GenericRecordBuilder(schema())
                .set("transaction_id", "t-1")
                .set("event_time", NOW)
                .set("customer_id", "c-7")
                .set("amount", 12.5)
                .set("items", 3);
    }

    public static byte[] bytes(GenericRecord written, int schemaId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[WireFormat.HEADER]);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(written.getSchema()).write(written, encoder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] bytes = out.toByteArray();
        WireFormat.header(bytes, schemaId);
        return bytes;
    }

    /** Confluent's own registry in memory. */
    static ConfluentRegistry registry() {
        MockSchemaRegistryClient client = new MockSchemaRegistryClient();
        return new ConfluentRegistry(client, id -> {
            throw new IOException("every schema in memory can be parsed");
        });
    }
}
