package io.millrace.endtoend;

import io.millrace.adapter.kafka.TopicContents;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the lake of a run holds, and what Kafka has of the same, to compare them. */
final class InLake {
    private InLake() {}

    /** The places of a table's rows, once for each row. */
    static List<String> places(CardFraudRun run, String table) throws IOException {
        List<String> places = new ArrayList<>();
        try (Lake lake = Lake.open(run.pipeline().name(), run.clientSettings())) {
            Optional<LakeRecords> records = lake.toRead(table);
            if (records.isPresent()) {
                records.get().places((partition, offset) -> places.add(partition + "/" + offset));
            }
        }
        return places;
    }

    /** A table's records with their places, timestamps and bytes. */
    static List<String> records(CardFraudRun run, String table) throws IOException {
        List<String> records = new ArrayList<>();
        read(
                run,
                table,
                (partition, offset, timestamp, key, value) ->
                        records.add(text(partition, offset, timestamp, key, value)));
        return records;
    }

    /** What a table's records say. */
    static <T> List<T> values(CardFraudRun run, String table, RecordDecoder<T> decoder) throws IOException {
        List<T> values = new ArrayList<>();
        read(
                run,
                table,
                (partition, offset, timestamp, key, value) -> values.add(
                        decoder.decode(partition, offset, timestamp, key, value).value()));
        return values;
    }

    private static void read(CardFraudRun run, String table, LakeRecords.Taker to) throws IOException {
        try (Lake lake = Lake.open(run.pipeline().name(), run.clientSettings())) {
            lake.toRead(table).orElseThrow().read(to);
        }
    }

    /** The same of a topic. */
    static List<String> inKafka(CardFraudRun run, String topic) {
        return TopicContents.read(
                topic,
                () -> (partition, offset, timestamp, key, value) ->
                        Arrival.of(text(partition, offset, timestamp, key, value), timestamp),
                run.clientSettings());
    }

    private static String text(
            int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return partition + "/" + offset + " at " + timestamp + ": " + text(key) + " = " + text(value);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "none" : HexFormat.of().formatHex(bytes);
    }
}
