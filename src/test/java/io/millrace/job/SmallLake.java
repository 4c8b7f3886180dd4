package io.millrace.job;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeTable;
import io.millrace.adapter.lake.RowMaker;
import io.millrace.adapter.registry.Cards;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.event.RecordEncoder;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.replay.RawEvents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** The lake of a pipeline over payments and what it was filled with: records as Kafka had them, and what the scoring job refused. */
final class SmallLake implements AutoCloseable, RawEvents {
    static final long START = Instant.parse("2024-05-01T00:00:00Z").toEpochMilli();
    static final int PARALLELISM = 2;

    /** The schema of all sources, by the name that definitions give it. */
    static final Map<String, String> SCHEMAS = Map.of("event.avsc", """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "shop", "type": "string"},
              {"name": "amount", "type": "double"}]}
            """);

    private final PipelineText text;
    private final Pipeline pipeline;
    private final Schema schema = new Schema.Parser().parse(SCHEMAS.get("event.avsc"));
    private final SmallRegistry registry = new SmallRegistry();
    private final Path warehouse;
    private final Lake lake;
    private final Map<String, List<Raw>> topics = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final List<DeadLetter> letters = new ArrayList<>();

    /** A record as Kafka had it. */
    static final class Raw {
        private final String topic;
        private final int partition;
        private final long offset;
        private final long timestamp;
        private final @Nullable String key;
        private final byte @Nullable [] value;

        Raw(String topic, int partition, long offset, long timestamp, @Nullable String key, byte @Nullable [] value) {
            this.topic = topic;
            this.partition = partition;
            this.offset = offset;
            this.timestamp = timestamp;
            this.key = key;
            this.value = value;
        }

        byte @Nullable [] keyBytes() {
            return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        }
    }

    SmallLake(PipelineText text, Path folder) throws IOException {
        this.text = text;
        pipeline = PipelineCompiler.compile(text);
        warehouse = folder.resolve("lake");
        lake = Lake.open(pipeline.name(), settings());
    }

    Lake lake() {
        return lake;
    }

    /** @param more keys and values in turn */
    Settings settings(String... more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                "broker:9092",
                "registry.url",
                registry.url(),
                "models.store",
                "/models",
                "lake.warehouse",
                warehouse.toString()));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return Settings.of(all);
    }

    static StreamExecutionEnvironment environment() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, flink);
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        return environment;
    }

    /**
     * Adds a record behind all others of its partition.
     *
     * @param time at which it was written
     * @param value none for a tombstone
     */
    Raw add(String topic, int partition, long time, String key, byte @Nullable [] value) {
        long offset = offsets.merge(topic + partition, 1L, Long::sum) - 1;
        Raw record = new Raw(topic, partition, offset, time, key, value);
        topics.computeIfAbsent(topic, name -> new ArrayList<>()).add(record);
        return record;
    }

    /** Makes a record one that the scoring job has refused. */
    void refuse(Raw record, Reason reason) {
        letters.add(new DeadLetter(
                record.topic,
                record.topic,
                record.partition,
                record.offset,
                record.timestamp,
                reason,
                "",
                record.key,
                null,
                null));
    }

    /** The value of a payment's record. */
    byte[] event(String id, String customer, String shop, double amount, long time) {
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", id);
        record.put("at", time);
        record.put("customer", customer);
        record.put("shop", shop);
        record.put("amount", amount);
        return Cards.bytes(record, registry.idOf(schema.toString()));
    }

    /** For each source the offset behind the last record of each partition. */
    Map<Integer, Map<Integer, Long>> ends() {
        Map<Integer, Map<Integer, Long>> ends = new HashMap<>();
        for (Source source : pipeline.sources()) {
            Map<Integer, Long> end = ends.computeIfAbsent(source.index(), index -> new HashMap<>());
            records(source).forEach(record -> end.merge(record.partition, record.offset + 1, Math::max));
        }
        return ends;
    }

    private List<Raw> records(Source source) {
        return topics.getOrDefault(source.topic(), List.of());
    }

    /** Writes all records to the tables, in no order. */
    void fill() throws Exception {
        StreamExecutionEnvironment environment = environment();
        for (Source source : pipeline.sources()) {
            fill(environment, LakeTopic.of(source), records(source));
        }
        LakeTopic dead = LakeTopic.deadLetters(pipeline);
        RecordEncoder<DeadLetter> encoder =
                Outputs.deadLetters(dead.topic(), settings()).open();
        List<Raw> records = new ArrayList<>();
        for (DeadLetter letter : letters) {
            records.add(new Raw(dead.topic(), 0, records.size(), START, null, encoder.value(letter)));
        }
        fill(environment, dead, records);
        environment.execute();
    }

    private void fill(StreamExecutionEnvironment environment, LakeTopic topic, List<Raw> records) {
        LakeTable table = lake.toWrite(topic.table(), topic.topic(), List.of(schema));
        RowMaker maker = new RowMaker(topic.topic(), table.columns());
        List<RowData> rows = new ArrayList<>();
        for (Raw record : records) {
            rows.add(maker.row(
                    record.partition,
                    record.offset,
                    record.timestamp,
                    record.keyBytes(),
                    record.value,
                    null,
                    null,
                    null));
        }
        Collections.shuffle(rows, new Random(5));
        if (!rows.isEmpty()) {
            table.append(environment.fromData(rows, table.rows()), Map.of());
        }
    }

    /** An event as the scoring job reads it. */
    Event decoded(int source, Raw record) {
        return decode(SourceDecoders.of(text, source, settings()).open(), record)
                .value();
    }

    private static Arrival<Event> decode(RecordDecoder<Event> decoder, Raw record) {
        return decoder.decode(record.partition, record.offset, record.timestamp, record.keyBytes(), record.value);
    }

    @Override
    public void read(Source source, Consumer<Arrival<Event>> to) {
        RecordDecoder<Event> decoder =
                SourceDecoders.of(text, source.index(), settings()).open();
        records(source).forEach(record -> to.accept(decode(decoder, record)));
    }

    @Override
    public List<DeadLetter> refused() {
        return letters;
    }

    @Override
    public void close() throws IOException {
        lake.close();
        registry.close();
    }
}
