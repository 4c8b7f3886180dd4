package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeTable;
import io.millrace.adapter.lake.LakeVectors;
import io.millrace.adapter.lake.RowMaker;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.DefinitionException;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.event.RecordEncoder;
import io.millrace.feature.VectorAssembly;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.governance.RecordDecoder;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.replay.AcceptedEvents;
import io.millrace.replay.InOrder;
import io.millrace.replay.RawEvents;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a lake of random records of two partitions in no order: events, broken ones, some that the scoring job refused, deletions before and behind their events, erasures; against replay's evaluation of
 * the same records in the order of time.
 */
class BackfillJobTest {
    private static final long START = Instant.parse("2024-05-01T00:00:00Z").toEpochMilli();
    private static final long READ = START + 86_400_000;
    private static final int EVENTS = 600;
    private static final int PARTITIONS = 2;

    private static final String EVENT = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "shop", "type": "string"},
              {"name": "amount", "type": "double"}]}
            """;

    private static final String YAML = """
            pipeline: shop
            sources:
              payments: {topic: payments, schema: event.avsc, id: id, time: at, duplicates: 1d, deletes: true}
              reports: {topic: reports, schema: event.avsc, id: id, time: at, duplicates: 1d}
              forgotten: {topic: forgotten, schema: event.avsc, id: id, time: at, duplicates: 1d}
            features:
              card:
                entity: customer
                source: payments
                erase: forgotten
                n: {count: all, windows: [1m, 10m]}
                spent: {sum: amount, window: 5m}
              zone:
                entity: shop
                reported: {source: reports, count: all, window: 10m}
                eager: {source: payments, max: card.n_10m, window: 5m}
              payment:
                share: {expr: "amount / max(card.spent, 1.0)"}
            model: {name: m, scores: payments, inputs: [card.*, zone.*, payment.*]}
            """;

    private final PipelineText text = new PipelineText("shop.yaml", YAML, Map.of("event.avsc", EVENT));
    private final Pipeline pipeline = PipelineCompiler.compile(text);
    private final VectorAssembly assembly = new VectorAssembly(pipeline.features());
    private final Schema schema = new Schema.Parser().parse(EVENT);
    private final Random random = new Random(5);
    private final SmallRegistry registry;
    private final Path warehouse;
    private final Lake lake;
    private final Map<String, List<Raw>> topics = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private final List<DeadLetter> letters = new ArrayList<>();

    /** A record as Kafka had it. */
    private static final class Raw {
        private final int partition;
        private final long offset;
        private final @Nullable String id;
        private final byte @Nullable [] value;

        Raw(int partition, long offset, @Nullable String id, byte @Nullable [] value) {
            this.partition = partition;
            this.offset = offset;
            this.id = id;
            this.value = value;
        }

        byte @Nullable [] key() {
            return id == null ? null : id.getBytes(StandardCharsets.UTF_8);
        }
    }

    BackfillJobTest(@TempDir Path folder) throws IOException {
        registry = new SmallRegistry();
        warehouse = folder.resolve("lake");
        lake = Lake.open(pipeline.name(), settings());
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
        registry.close();
    }

    private Settings settings(String... more) {
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

    private static StreamExecutionEnvironment environment() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(2, flink);
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        return environment;
    }

    @Test
    void vectorsOfAnySpanAreThoseOfAllEventsInTheOrderOfTime() throws Exception {
        makeRecords();
        fillLake();
        Map<String, List<Long>> expected = expected(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(expected.size()).isBetween(EVENTS / 2, EVENTS - 1);

        assertThat(backfill("vectors")).isEqualTo(expected);

        long from = START + 40 * 60_000;
        long to = START + 70 * 60_000;
        Map<String, List<Long>> span = expected(from, to);
        assertThat(span.size()).isBetween(EVENTS / 10, expected.size() - EVENTS / 10);
        assertThat(backfill(
                        "some",
                        "backfill.from",
                        Instant.ofEpochMilli(from).toString(),
                        "backfill.to",
                        Instant.ofEpochMilli(to).toString()))
                .isEqualTo(span);
    }

    @Test
    void aLakeWithoutEventsIsRefused() {
        assertThatThrownBy(() -> BackfillJob.build(environment(), text, pipeline, lake, settings()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("lake shop, table events_payments: is not there; run the lake's job");
    }

    private void makeRecords() throws IOException {
        long time = START;
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            time += random.nextInt(4) * 5_000L;
            long late = random.nextInt(10) == 0 ? random.nextInt(300_000) : 0;
            String id = "p" + i;
            int what = random.nextInt(30);
            if (what == 0) {
                add("payments", id, null);
            } else if (what == 1 && !sent.isEmpty()) {
                add("payments", sent.get(random.nextInt(sent.size())), null);
            } else if (what == 2) {
                refuse("payments", add("payments", id, new byte[] {7}), Reason.NOT_AVRO);
            } else if (what == 3 && !sent.isEmpty()) {
                String again = sent.get(random.nextInt(sent.size()));
                refuse("payments", add("payments", again, event(again, time)), Reason.DUPLICATE);
            } else if (what == 4) {
                refuse("payments", add("payments", "none" + i, null), Reason.NOTHING_TO_DELETE);
            }
            if (what == 5) {
                add("forgotten", id, event(id, time));
            } else if (what < 10) {
                add("reports", id, event(id, time - late));
            }
            Raw record = add("payments", id, event(id, time - late));
            if (what == 10) {
                refuse("payments", record, Reason.TOO_LATE);
            } else if (what == 11) {
                refuse("payments", record, Reason.NOT_SCORED);
            }
            sent.add(id);
        }
    }

    private Raw add(String topic, String key, byte @Nullable [] value) {
        int partition = random.nextInt(PARTITIONS);
        long offset = offsets.merge(topic + partition, 1L, Long::sum) - 1;
        Raw record = new Raw(partition, offset, key, value);
        topics.computeIfAbsent(topic, name -> new ArrayList<>()).add(record);
        return record;
    }

    private void refuse(String topic, Raw record, Reason reason) {
        letters.add(
                new DeadLetter(topic, topic, record.partition, record.offset, READ, reason, "", record.id, null, null));
    }

    private byte[] event(String id, long time) throws IOException {
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", id);
        record.put("at", time);
        record.put("customer", "c" + random.nextInt(5));
        record.put("shop", "s" + random.nextInt(3));
        record.put("amount", random.nextInt(10_000) / 100.0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(0);
        frame.writeInt(registry.idOf(schema.toString()));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private void fillLake() throws Exception {
        StreamExecutionEnvironment environment = environment();
        for (Source source : pipeline.sources()) {
            fill(environment, LakeTopic.of(source), topics.getOrDefault(source.topic(), List.of()));
        }
        LakeTopic dead = LakeTopic.deadLetters(pipeline);
        RecordEncoder<DeadLetter> encoder =
                Outputs.deadLetters(dead.topic(), settings()).open();
        List<Raw> records = new ArrayList<>();
        for (DeadLetter letter : letters) {
            records.add(new Raw(0, records.size(), null, encoder.value(letter)));
        }
        fill(environment, dead, records);
        environment.execute();
    }

    private void fill(StreamExecutionEnvironment environment, LakeTopic topic, List<Raw> records) {
        LakeTable table = lake.toWrite(topic.table(), topic.topic(), List.of(schema));
        RowMaker maker = new RowMaker(topic.topic(), table.columns());
        List<RowData> rows = new ArrayList<>();
        for (Raw record : records) {
            rows.add(maker.row(record.partition, record.offset, READ, record.key(), record.value, null, null, null));
        }
        Collections.shuffle(rows, random);
        table.append(environment.fromData(rows, table.rows()), Map.of());
    }

    private Map<String, List<Long>> backfill(String table, String... span) throws Exception {
        StreamExecutionEnvironment environment = environment();
        List<String> more = new ArrayList<>(List.of(span));
        more.addAll(List.of("backfill.table", table));
        BackfillJob.build(environment, text, pipeline, lake, settings(more.toArray(String[]::new)));
        environment.execute();
        Map<String, List<Long>> vectors = new TreeMap<>();
        LakeVectors read = lake.vectors(table).orElseThrow();
        assertThat(read.features()).isEqualTo(pipeline.inputs());
        read.read((topic, partition, offset, id, time, fingerprint, vector) -> {
            assertThat(fingerprint).isEqualTo(pipeline.fingerprint());
            assertThat(vectors.put(topic + "/" + partition + "/" + offset + " " + id + " at " + time, bits(vector)))
                    .as("a vector for each event, once")
                    .isNull();
        });
        return vectors;
    }

    private Map<String, List<Long>> expected(long from, long to) throws IOException {
        Map<String, List<Long>> vectors = new TreeMap<>();
        AcceptedEvents events = AcceptedEvents.read(pipeline, new Records());
        InOrder.ofKept(pipeline.features(), events).run(partial -> {
            Event event = partial.event();
            if (event.time() >= from && event.time() < to) {
                vectors.put(
                        "payments/" + event.partition() + "/" + event.offset() + " " + event.id() + " at "
                                + event.time(),
                        bits(assembly.vector(partial.row())));
            }
            return true;
        });
        return vectors;
    }

    private static List<Long> bits(double[] vector) {
        List<Long> bits = new ArrayList<>();
        for (double value : vector) {
            bits.add(Double.doubleToRawLongBits(value));
        }
        return bits;
    }

    /** The same records for replay. */
    private final class Records implements RawEvents {
        @Override
        public void read(Source source, Consumer<Arrival<Event>> to) {
            RecordDecoder<Event> decoder =
                    SourceDecoders.of(text, source.index(), settings()).open();
            for (Raw record : topics.getOrDefault(source.topic(), List.of())) {
                to.accept(decoder.decode(record.partition, record.offset, READ, record.key(), record.value));
            }
        }

        @Override
        public List<DeadLetter> refused() {
            return letters;
        }
    }
}
