package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventDecoderTest {
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);

    private final ConfluentRegistry registry = Cards.registry();
    private final int schemaId = register(Cards.SCHEMA);
    private final EventDecoder decoder = decoder(Cards.SOURCE.schema(), Cards.TYPE);

    @Test
    void aValidRecordBecomesAnEvent() {
        Event event = decode(Cards.bytes(Cards.valid().set("rate", 0.25).build(), schemaId))
                .value();

        assertThat(event.source()).isEqualTo(3);
        assertThat(event.partition()).isEqualTo(4);
        assertThat(event.offset()).isEqualTo(5);
        assertThat(event.timestamp()).isEqualTo(Cards.NOW);
        assertThat(event.schemaId()).isEqualTo(schemaId);
        assertThat(event.id()).isEqualTo("t-1");
        assertThat(event.time()).isEqualTo(Cards.NOW);
        assertThat(event.nulls()).isZero();
        assertThat(event.stringAt(0)).isEqualTo("t-1");
        assertThat(event.longAt(1)).isEqualTo(Cards.NOW);
        assertThat(event.keyAt(2)).isEqualTo("c-7");
        assertThat(event.doubleAt(3)).isEqualTo(12.5);
        assertThat(event.doubleAt(4)).isEqualTo(0.25);
        assertThat(event.longAt(5)).isEqualTo(1);
        assertThat(event.longAt(6)).isEqualTo(3);
    }

    @Test
    void anAbsentValueIsNull() {
        Event event = decode(Cards.bytes(Cards.valid().build(), schemaId)).value();

        assertThat(event.isNull(4)).isTrue();
        assertThat(event.nulls()).isEqualTo(1 << 4);
    }

    @Test
    void aWriterMayAddFieldsAndLeaveOutDefaultedOnes() {
        String newer = """
                {"type": "record", "name": "Transaction", "fields": [
                  {"name": "region", "type": {"type": "map", "values": {"type": "array", "items": ["null", "long"]}}},
                  {"name": "amount", "type": "float"},
                  {"name": "customer_id", "type": "bytes"},
                  {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "transaction_id", "type": "string"},
                  {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
                  {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 3}},
                  {"name": "next", "type": ["null", "Transaction"]}
                ]}""";
        Schema writer = new Schema.Parser().parse(newer);
        GenericData.Record record = new GenericRecordBuilder(writer)
                .set("region", java.util.Map.of("x", Arrays.asList(1L, null), "y", List.of()))
                .set("amount", 2.5f)
                .set("customer_id", java.nio.ByteBuffer.wrap("c-9".getBytes(StandardCharsets.UTF_8)))
                .set("event_time", Cards.NOW * 1000 + 999)
                .set("transaction_id", "t-2")
                .set("kind", new GenericData.EnumSymbol(writer.getField("kind").schema(), "B"))
                .set("hash", new GenericData.Fixed(writer.getField("hash").schema(), new byte[3]))
                .set("next", null)
                .build();
        GenericData.Record outer =
                new GenericRecordBuilder(record).set("next", record).build();

        Event event = decode(Cards.bytes(outer, register(newer))).value();

        assertThat(event.id()).isEqualTo("t-2");
        assertThat(event.time()).as("microseconds are floored").isEqualTo(Cards.NOW);
        assertThat(event.keyAt(2)).isEqualTo("c-9");
        assertThat(event.doubleAt(3)).isEqualTo(2.5);
        assertThat(event.isNull(4)).as("default null").isTrue();
        assertThat(event.longAt(5)).as("default true").isEqualTo(1);
        assertThat(event.longAt(6)).as("default 1").isEqualTo(1);
    }

    @Test
    void fieldsAreFoundByAliasAndNumbersServeAsIds() {
        EventType type = new EventType(
                "orders",
                0,
                List.of(
                        new EventType.Field("order", FieldKind.LONG, true),
                        new EventType.Field("at", FieldKind.TIMESTAMP, true),
                        new EventType.Field("state", FieldKind.STRING, false)),
                0,
                1);
        EventDecoder orders = decoder("""
                {"type": "record", "name": "Order", "fields": [
                  {"name": "order", "type": "long", "aliases": ["number"]},
                  {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                  {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["OPEN", "OTHER"], "default": "OTHER"}}
                ]}""", type);
        String older = """
                {"type": "record", "name": "OldOrder", "fields": [
                  {"name": "number", "type": "int"},
                  {"name": "at", "type": "long"},
                  {"name": "state", "type": {"type": "enum", "name": "OldState", "symbols": ["SHIPPED", "OPEN"]}}
                ]}""";
        Schema writer = new Schema.Parser().parse(older);
        GenericRecordBuilder order =
                new GenericRecordBuilder(writer).set("number", 42).set("at", 1_500L);
        Schema states = writer.getField("state").schema();
        int id = register(older);

        Event open = orders.decode(
                        0,
                        0,
                        -1,
                        null,
                        Cards.bytes(
                                order.set("state", new GenericData.EnumSymbol(states, "OPEN"))
                                        .build(),
                                id))
                .value();
        Event shipped = orders.decode(
                        0,
                        0,
                        -1,
                        null,
                        Cards.bytes(
                                order.set("state", new GenericData.EnumSymbol(states, "SHIPPED"))
                                        .build(),
                                id))
                .value();

        assertThat(open.id()).isEqualTo("42");
        assertThat(open.time())
                .as("the declared unit, where the writer names none")
                .isEqualTo(1);
        assertThat(open.stringAt(2)).isEqualTo("OPEN");
        assertThat(shipped.stringAt(2)).isEqualTo("OTHER");
    }

    @Test
    void aRecordWithoutValueIsEmpty() {
        assertDead(decode(null), Reason.EMPTY, "the record has no value; expected an event");
        assertDead(decode(new byte[0]), Reason.EMPTY, "the record has no value; expected an event");
    }

    @Test
    void anOversizedRecordIsNotReadAndNotKept() {
        DeadLetter letter = assertDead(
                decode(new byte[Cards.LARGEST + 1]),
                Reason.OVERSIZED,
                "the value has 1001 bytes; at most 1000 are declared");
        assertThat(letter.value()).isNull();
        assertThat(letter.key()).isEqualTo(KEY);
    }

    @Test
    void whatIsNotInTheWireFormatIsNotAvro() {
        assertDead(
                decode("{\"a\": 1}".getBytes(StandardCharsets.UTF_8)),
                Reason.NOT_AVRO,
                "the first byte is 123; expected 0, the registry's wire format");
        assertDead(
                decode(new byte[4]),
                Reason.NOT_AVRO,
                "the record has 4 bytes; expected a byte 0, a schema id in 4 bytes and Avro");
    }

    @Test
    void truncatedAndOverlongRecordsAreNotAvro() {
        byte[] valid = Cards.bytes(Cards.valid().build(), schemaId);
        for (int length = WireFormat.HEADER; length < valid.length; length++) {
            DeadLetter letter = decode(Arrays.copyOf(valid, length)).deadLetter();
            assertThat(letter.reason()).as("%d bytes", length).isEqualTo(Reason.NOT_AVRO);
            assertThat(letter.value()).hasSize(length);
        }
        assertDead(
                decode(Arrays.copyOf(valid, valid.length + 2)),
                Reason.NOT_AVRO,
                "2 bytes are left over after the record");
    }

    @Test
    void aCorruptLengthIsNotAvroAndAllocatesNothing() {
        byte[] record = new byte[12];
        WireFormat.header(record, schemaId);
        record[5] = 2; // the union's branch string, then a length of 2,147,483,647
        System.arraycopy(new byte[] {-2, -1, -1, -1, 15}, 0, record, 6, 5);

        assertDead(decode(record), Reason.NOT_AVRO, "a length before byte 11 is 2147483647, but 1 bytes are left");
    }

    @Test
    void stringsThatAreNotUtf8AreNotAvro() {
        byte[] record = Cards.bytes(Cards.valid().build(), schemaId);
        record[7] = (byte) 0xFF;

        assertDead(decode(record), Reason.NOT_AVRO, "a string at byte 7 is not UTF-8");
    }

    @Test
    void anUnknownSchemaIdIsReported() {
        assertDead(
                decode(Cards.bytes(Cards.valid().build(), 4711)),
                Reason.UNKNOWN_SCHEMA,
                "the registry knows no schema id 4711; expected one registered for the topic");
    }

    @Test
    void aSchemaThatCannotBeReadAsDeclaredIsIncompatible() {
        String text = Cards.SCHEMA.replace("\"amount\", \"type\": \"double\"", "\"amount\", \"type\": \"string\"");
        Schema writer = new Schema.Parser().parse(text);
        byte[] record = Cards.bytes(
                new GenericRecordBuilder(writer)
                        .set("transaction_id", "t")
                        .set("event_time", 1L)
                        .set("customer_id", "c")
                        .set("amount", "much")
                        .build(),
                register(text));

        int id = WireFormat.schemaId(record);
        assertDead(
                decode(record),
                Reason.INCOMPATIBLE_SCHEMA,
                "schema id " + id + " does not fit: field amount is string in the writer's schema; expected double");
        int without = register("{\"type\": \"record\", \"name\": \"T\", \"fields\": []}");
        byte[] empty = new byte[5];
        WireFormat.header(empty, without);
        assertDead(
                decode(empty),
                Reason.INCOMPATIBLE_SCHEMA,
                "schema id " + without
                        + " does not fit: the writer's schema has no field transaction_id, and the declared one has no default for it");
        byte[] plain = new byte[6];
        WireFormat.header(plain, register("\"int\""));
        assertThat(decode(plain).deadLetter().detail())
                .endsWith("the writer's schema is int; expected record Transaction");
    }

    @Test
    void aBranchThatCannotBeReadIsRefusedOnlyWhereItOccurs() {
        String text = Cards.SCHEMA.replace("\"type\": \"double\"}", "\"type\": [\"null\", \"float\", \"string\"]}");
        int id = register(text);
        Schema writer = new Schema.Parser().parse(text);
        GenericRecordBuilder record = new GenericRecordBuilder(writer)
                .set("transaction_id", "t-3")
                .set("event_time", Cards.NOW)
                .set("customer_id", "c");

        assertThat(decode(Cards.bytes(record.set("amount", 1.5f).build(), id))
                        .value()
                        .doubleAt(3))
                .isEqualTo(1.5);
        assertDead(
                decode(Cards.bytes(record.set("amount", null).build(), id)),
                Reason.INCOMPATIBLE_SCHEMA,
                "field amount is null in this record; expected double");
        assertDead(
                decode(Cards.bytes(record.set("amount", "x").build(), id)),
                Reason.INCOMPATIBLE_SCHEMA,
                "field amount is string in this record; expected double");
    }

    @Test
    void anEventNeedsAnId() {
        assertDead(valid("transaction_id", null), Reason.MISSING_ID, "the id transaction_id is null");
        assertDead(valid("transaction_id", " \t"), Reason.MISSING_ID, "the id transaction_id is blank");
        EventDecoder wide = new EventDecoder(
                new io.millrace.pipeline.Source(
                        "transactions",
                        3,
                        "cards",
                        Cards.SCHEMA,
                        Cards.TYPE,
                        0,
                        0,
                        false,
                        0,
                        10_000,
                        Cards.SOURCE.vectors(),
                        Cards.SOURCE.file()),
                registry,
                new Patience(Duration.ZERO, new SteppingTime()),
                new SteppingTime());
        DeadLetter letter = wide.decode(
                        0,
                        0,
                        -1,
                        null,
                        Cards.bytes(
                                Cards.valid()
                                        .set("transaction_id", "x".repeat(1025))
                                        .build(),
                                schemaId))
                .deadLetter();
        assertThat(letter.reason()).isEqualTo(Reason.OVERSIZED);
        assertThat(letter.detail()).isEqualTo("the id transaction_id has 1025 characters; at most 1024 are taken");
    }

    private Arrival<Event> tombstone(byte @Nullable [] key) {
        return new EventDecoder(
                        Cards.source(Cards.SCHEMA, Cards.TYPE, true),
                        registry,
                        new Patience(Duration.ZERO, new SteppingTime()),
                        new SteppingTime())
                .decode(4, 5, Cards.NOW, key, null);
    }

    @Test
    void aTombstoneIsADeletionWhereTheSourceDeclaresDeletes() {
        Arrival<Event> deletion = tombstone("t-1 \u00fc".getBytes(StandardCharsets.UTF_8));

        assertThat(deletion.isDeletion()).isTrue();
        assertThat(deletion.isDead()).isFalse();
        assertThat(deletion.hasEventTime()).isFalse();
        assertThat(deletion.time()).isEqualTo(Cards.NOW);
        assertThat(deletion.value().id()).isEqualTo("t-1 \u00fc");
        assertThat(deletion.value().source()).isEqualTo(3);
        assertThat(deletion.value().partition()).isEqualTo(4);
        assertThat(deletion.value().offset()).isEqualTo(5);
        assertThat(deletion.value().slots()).isZero();
    }

    @Test
    void theKeyOfATombstoneIsAnId() {
        assertNoId(
                null, Reason.MISSING_ID, "the tombstone has no key; expected the id of the event to delete, in UTF-8");
        assertNoId(new byte[0], Reason.MISSING_ID, "the tombstone's key is blank");
        assertNoId(
                new byte[] {'t', (byte) 0xc3},
                Reason.MISSING_ID,
                "the tombstone's key is no text in UTF-8; expected the id of the event to delete");
        assertNoId(
                "x".repeat(1025).getBytes(StandardCharsets.UTF_8),
                Reason.OVERSIZED,
                "the tombstone's key has 1025 characters; at most 1024 are taken");
        assertNoId(new byte[3073], Reason.OVERSIZED, "the tombstone's key has 3073 bytes; expected the id of an event");
    }

    private void assertNoId(byte @Nullable [] key, Reason reason, String detail) {
        DeadLetter letter = tombstone(key).deadLetter();
        assertThat(letter.reason()).isEqualTo(reason);
        assertThat(letter.detail()).isEqualTo(detail);
        assertThat(letter.eventId()).isNull();
    }

    @Test
    void anEventNeedsItsKeys() {
        DeadLetter letter =
                assertDead(valid("customer_id", null), Reason.MISSING_KEY, "field customer_id is null, but required");
        assertThat(letter.eventId()).isEqualTo("t-1");
    }

    @Test
    void anEventNeedsATimeThatCanBe() {
        assertDead(valid("event_time", null), Reason.MISSING_TIME, "the event time event_time is null");
        assertDead(
                valid("event_time", -1L),
                Reason.MISSING_TIME,
                "the event time event_time is -1 ms; expected one from 1970 on");
        assertDead(
                valid("event_time", Cards.NOW * 1000),
                Reason.TIME_IN_FUTURE,
                "the event time event_time is 1522540800000000 ms, after the year 9999; expected milliseconds since 1970");
        assertDead(
                valid("event_time", Cards.NOW + Cards.FUTURE + 1),
                Reason.TIME_IN_FUTURE,
                "the event time event_time is 60001 ms ahead of the record's timestamp; at most 60000 ms are declared");
        assertThat(valid("event_time", Cards.NOW + Cards.FUTURE).isDead()).isFalse();
        assertThat(valid("event_time", 0L).isDead()).isFalse();
    }

    @Test
    void withoutKafkasTimestampTheFutureIsNotJudged() {
        byte[] record =
                Cards.bytes(Cards.valid().set("event_time", Cards.NOW * 2).build(), schemaId);
        assertThat(decoder.decode(0, 0, -1, null, record).isDead()).isFalse();
    }

    @Test
    void numbersMustBeFinite() {
        assertDead(valid("amount", Double.NaN), Reason.NOT_FINITE, "field amount is NaN or infinite");
        assertDead(valid("rate", Double.NEGATIVE_INFINITY), Reason.NOT_FINITE, "field rate is NaN or infinite");
    }

    @Test
    void aSilentRegistryLosesNothing() {
        int[] silent = {3};
        Registry slow = new Registry() {
            @Override
            public Answer schema(int id) throws IOException {
                if (silent[0]-- > 0) {
                    throw new IOException("connection refused");
                }
                return registry.schema(id);
            }

            @Override
            public int register(String subject, String schema) throws IOException {
                return registry.register(subject, schema);
            }
        };
        SteppingTime time = new SteppingTime();
        EventDecoder patient = new EventDecoder(Cards.SOURCE, slow, new Patience(Duration.ofMinutes(5), time), time);

        assertThat(patient.decode(
                                0, 0, Cards.NOW, null, Cards.bytes(Cards.valid().build(), schemaId))
                        .value()
                        .id())
                .isEqualTo("t-1");
        assertThat(time.sleeps).containsExactly(100L, 200L, 400L);
    }

    private Arrival<Event> valid(String field, @Nullable Object value) {
        return decode(Cards.bytes(Cards.valid().set(field, value).build(), schemaId));
    }

    private Arrival<Event> decode(byte @Nullable [] value) {
        return decoder.decode(4, 5, Cards.NOW, KEY, value);
    }

    private static DeadLetter assertDead(Arrival<Event> arrival, Reason reason, String detail) {
        assertThat(arrival.isDead()).isTrue();
        DeadLetter letter = arrival.deadLetter();
        assertThat(letter.detail()).isEqualTo(detail);
        assertThat(letter.reason()).isEqualTo(reason);
        assertThat(letter.source()).isEqualTo("transactions");
        assertThat(letter.topic()).isEqualTo("cards");
        assertThat(letter.partition()).isEqualTo(4);
        assertThat(letter.offset()).isEqualTo(5);
        assertThat(letter.timestamp()).isEqualTo(Cards.NOW);
        return letter;
    }

    private int register(String schema) {
        try {
            return registry.register("s" + schema.hashCode(), schema);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private EventDecoder decoder(String schema, EventType type) {
        SteppingTime time = new SteppingTime();
        return new EventDecoder(Cards.source(schema, type), registry, new Patience(Duration.ZERO, time), time);
    }
}
