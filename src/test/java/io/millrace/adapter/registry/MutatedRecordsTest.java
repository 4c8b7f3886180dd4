package io.millrace.adapter.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Valid records, spoilt at random: each must end as one event or one dead letter with its reason. Repeat a run with {@code
 * -Dmillrace.seed=...}.
 */
class MutatedRecordsTest {
    private static final int RECORDS = 60_000;

    private final ConfluentRegistry registry = Cards.registry();
    private final SteppingTime time = new SteppingTime();
    private final EventDecoder decoder =
            new EventDecoder(Cards.SOURCE, registry, new Patience(Duration.ZERO, time), time);

    @Test
    void everyRecordEndsOnceWithAReason() throws Exception {
        long seed = Long.getLong("millrace.seed", System.nanoTime());
        System.out.println("seed: -Dmillrace.seed=" + seed);
        Random random = new Random(seed);
        List<Integer> ids = schemas();
        int events = 0;
        Map<Reason, Integer> dead = new EnumMap<>(Reason.class);

        for (int i = 0; i < RECORDS; i++) {
            byte[] record = mutated(random, ids);
            long timestamp = random.nextInt(10) == 0 ? -1 : Cards.NOW;
            Arrival<Event> arrival = decode(i, timestamp, record, seed);
            if (arrival.isDead()) {
                dead.merge(reason(arrival.deadLetter(), record, i), 1, Integer::sum);
            } else {
                check(arrival.value(), timestamp);
                events++;
            }
        }

        int letters = dead.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(events + letters)
                .as("read = events + dead letters %s; seed %d", dead, seed)
                .isEqualTo(RECORDS);
        assertThat(events).isPositive();
        assertThat(dead.keySet())
                .as("every reason of the decoder occurs; seed %d", seed)
                .containsExactlyInAnyOrder(
                        Reason.EMPTY,
                        Reason.NOT_AVRO,
                        Reason.UNKNOWN_SCHEMA,
                        Reason.INCOMPATIBLE_SCHEMA,
                        Reason.MISSING_ID,
                        Reason.MISSING_TIME,
                        Reason.MISSING_KEY,
                        Reason.NOT_FINITE,
                        Reason.OVERSIZED,
                        Reason.TIME_IN_FUTURE);
    }

    private Arrival<Event> decode(int offset, long timestamp, byte @Nullable [] record, long seed) {
        List<Arrival<Event>> arrivals = new ArrayList<>();
        assertThatCode(() -> arrivals.add(decoder.decode(1, offset, timestamp, null, record)))
                .as("record %d %s; seed %d", offset, Arrays.toString(record), seed)
                .doesNotThrowAnyException();
        return arrivals.get(0);
    }

    private static Reason reason(DeadLetter letter, byte @Nullable [] record, int offset) {
        assertThat(letter.offset()).isEqualTo(offset);
        assertThat(letter.detail()).isNotBlank();
        if (letter.reason() == Reason.OVERSIZED) {
            assertThat(letter.value()).isNull();
        } else {
            assertThat(letter.value()).isEqualTo(record);
        }
        return letter.reason();
    }

    private static void check(Event event, long timestamp) {
        assertThat(event.id()).isNotBlank();
        assertThat(event.isNull(2)).isFalse();
        assertThat(event.doubleAt(3)).isFinite();
        assertThat(event.time()).isBetween(0L, EventRules.LATEST);
        if (timestamp >= 0) {
            assertThat(event.time()).isLessThanOrEqualTo(timestamp + Cards.FUTURE);
        }
    }

    private byte @Nullable [] mutated(Random random, List<Integer> ids) {
        GenericRecordBuilder record = Cards.valid();
        int id = ids.get(0);
        switch (random.nextInt(14)) {
            case 0 -> {
                return random.nextBoolean() ? null : new byte[0];
            }
            case 1 -> {
                return truncated(Cards.bytes(record.build(), id), random);
            }
            case 2, 3, 4 -> {
                return flipped(Cards.bytes(record.build(), id), random);
            }
            case 5 -> {
                return noise(random, ids);
            }
            case 6 -> id = random.nextInt(50);
            case 7 -> record.set("transaction_id", random.nextBoolean() ? null : " ".repeat(random.nextInt(3)));
            case 8 -> record.set("event_time", random.nextBoolean() ? null : random.nextLong());
            case 9 -> record.set("customer_id", null);
            case 10 -> record.set("amount", random.nextBoolean() ? Double.NaN : Double.POSITIVE_INFINITY);
            case 11 -> record.set("note", "n".repeat(random.nextInt(2 * Cards.LARGEST)));
            case 12 -> record.set("event_time", Cards.NOW + random.nextInt(2 * (int) Cards.FUTURE));
            default -> id = ids.get(random.nextInt(ids.size()));
        }
        return Cards.bytes(record.build(), id);
    }

    private static byte[] truncated(byte[] bytes, Random random) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 4));
    }

    private static byte[] flipped(byte[] bytes, Random random) {
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] noise(Random random, List<Integer> ids) {
        byte[] bytes = new byte[WireFormat.HEADER + random.nextInt(200)];
        random.nextBytes(bytes);
        WireFormat.header(bytes, ids.get(random.nextInt(ids.size())));
        return bytes;
    }

    /** The declared schema first, then others: readable ones with fields of every kind, and ones that are not. */
    private List<Integer> schemas() throws IOException {
        String rich = Cards.SCHEMA.replace("\"fields\": [", """
                "fields": [
                  {"name": "tree", "type": ["null", {"type": "record", "name": "Tree", "fields": [
                    {"name": "left", "type": ["null", "Tree"]}, {"name": "right", "type": ["null", "Tree"]}]}]},
                  {"name": "nulls", "type": {"type": "array", "items": "null"}},
                  {"name": "maps", "type": {"type": "map", "values": {"type": "array", "items": "string"}}},
                  {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
                  {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 2}},
                  {"name": "numbers", "type": {"type": "record", "name": "Numbers", "fields": [
                    {"name": "f", "type": "float"}, {"name": "d", "type": "double"}, {"name": "b", "type": "bytes"},
                    {"name": "z", "type": "boolean"}, {"name": "i", "type": "int"}, {"name": "l", "type": "long"}]}},
                """);
        List<Integer> ids = new ArrayList<>();
        for (String schema : List.of(
                Cards.SCHEMA,
                rich,
                Cards.SCHEMA.replace(
                        "\"customer_id\", \"type\": [\"null\", \"string\"]",
                        "\"customer_id\", \"type\": [\"long\", \"string\"]"),
                Cards.SCHEMA.replace("\"double\"}", "\"string\"}"),
                "\"string\"")) {
            new Schema.Parser().parse(schema);
            ids.add(registry.register("s" + ids.size(), schema));
        }
        return ids;
    }
}
