package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeTable;
import io.millrace.adapter.lake.RowMaker;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.registry.SourceDecoders;
import io.millrace.config.Settings;
import io.millrace.event.Event;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.flink.Accepting;
import io.millrace.flink.FeatureSetOperator;
import io.millrace.flink.FeatureSetOptions;
import io.millrace.flink.Form;
import io.millrace.flink.Order;
import io.millrace.flink.SavepointFolder;
import io.millrace.flink.StateFromLake;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a small lake of events, deletions before and behind their events, a tombstone of nothing yet, and records that the scoring job refused; and what a feature set gives that goes on from its savepoint. Of a lake that
 * does not hold all, too.
 */
class BootstrapJobTest {
    private static final long START = Instant.parse("2024-05-01T00:00:00Z").toEpochMilli();
    private static final long READ = START + 86_400_000;
    private static final int MAX_PARALLELISM = 16;
    private static final int PARALLELISM = 2;

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
              reports: {topic: reports, schema: event.avsc, id: id, time: at, duplicates: 1d, deletes: true}
            features:
              card:
                entity: customer
                source: payments
                spent: {sum: amount, windows: [5m, 1h, lifetime]}
                most: {max: amount, window: lifetime}
              zone:
                entity: shop
                sold: {source: payments, sum: amount, window: lifetime}
                reported: {source: reports, count: all, window: 1h}
            model: {name: m, scores: payments, inputs: [card.*, zone.*]}
            """;

    private final PipelineText text = new PipelineText("shop.yaml", YAML, Map.of("event.avsc", EVENT));
    private final Pipeline pipeline = PipelineCompiler.compile(text);
    private final Schema schema = new Schema.Parser().parse(EVENT);
    private final Map<String, List<Raw>> topics = new HashMap<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final SmallRegistry registry = new SmallRegistry();
    private final Path folder;
    private final Lake lake;

    /** A record as Kafka had it. */
    private static final class Raw {
        private final int partition;
        private final long offset;
        private final String key;
        private final byte @Nullable [] value;

        Raw(int partition, long offset, String key, byte @Nullable [] value) {
            this.partition = partition;
            this.offset = offset;
            this.key = key;
            this.value = value;
        }
    }

    BootstrapJobTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        lake = Lake.open(pipeline.name(), settings());
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
        registry.close();
    }

    private Settings settings() {
        return Settings.of(Map.of(
                "kafka.bootstrap.servers",
                "broker:9092",
                "registry.url",
                registry.url(),
                "models.store",
                "/models",
                "lake.warehouse",
                folder.resolve("lake").toString()));
    }

    private static StreamExecutionEnvironment environment() {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, flink);
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        return environment;
    }

    @Test
    void whatIsInTheSavepointIsWhatNobodyHasDeletedOrRefused() throws Exception {
        delete("payments", 1, "ahead");
        pay(0, "gone", "ann", 1, 0);
        pay(0, "stays", "ann", 2, 1);
        pay(0, "ahead", "ann", 64, 2);
        delete("payments", 1, "gone");
        refuse(pay(1, "stays", "ann", 128, 3), Reason.DUPLICATE);
        refuse(delete("payments", 0, "gone"), Reason.NOTHING_TO_DELETE);
        delete("payments", 0, "later");
        pay(1, "bob's", "bob", 4, 4);
        pay(1, "unscored", "bob", 8, 5);
        refuse(last("payments"), Reason.NOT_SCORED);
        report("wrong", 5);
        report("right", 6);
        delete("reports", 1, "wrong");
        Bootstrap bootstrap = bootstrap(null);
        pay(0, "not read yet", "ann", 256, 7);

        run(bootstrap);

        PartialVector ann = goOn(bootstrap, pipeline.features().sets().get(0), "ann");
        assertThat(feature(ann, "card.spent_1h")).isEqualTo(2 + 16);
        assertThat(feature(ann, "card.spent_lifetime")).isEqualTo(2 + 16);
        assertThat(feature(ann, "card.most")).isEqualTo(16);
        PartialVector bob = goOn(bootstrap, pipeline.features().sets().get(0), "bob");
        assertThat(feature(bob, "card.spent_lifetime")).isEqualTo(4 + 8 + 16);
        PartialVector zone = goOn(bootstrap, pipeline.features().sets().get(1), "ann");
        assertThat(feature(zone, "zone.sold")).isEqualTo(2 + 4 + 8 + 16);
        assertThat(feature(zone, "zone.reported")).isEqualTo(1);
    }

    @Test
    void whereTheLakeIsVouchedForSinceAMomentOnlyWindowsThatReachBackFurtherAreMissing() throws Exception {
        pay(0, "before", "ann", 1, 10);
        pay(0, "since", "ann", 2, 28);
        Bootstrap bootstrap = bootstrap(START + 25 * 60_000);

        run(bootstrap);

        PartialVector ann = goOn(bootstrap, pipeline.features().sets().get(0), "ann");
        assertThat(feature(ann, "card.spent_5m")).isEqualTo(2 + 16);
        assertThat(feature(ann, "card.spent_1h")).isNaN();
        assertThat(feature(ann, "card.spent_lifetime")).isNaN();
        assertThat(feature(ann, "card.most")).isNaN();
    }

    private void run(Bootstrap bootstrap) throws Exception {
        fillLake();
        StreamExecutionEnvironment environment = environment();
        BootstrapJob.build(environment, text, pipeline, bootstrap, lake, settings());
        environment.execute();
    }

    private Raw pay(int partition, String id, String customer, double amount, int minute) throws IOException {
        return add("payments", partition, id, event(id, customer, amount, minute));
    }

    private void report(String id, int minute) throws IOException {
        Raw unused = add("reports", 0, id, event(id, "", 0, minute));
    }

    private Raw delete(String topic, int partition, String id) {
        return add(topic, partition, id, null);
    }

    private Raw add(String topic, int partition, String key, byte @Nullable [] value) {
        List<Raw> records = topics.computeIfAbsent(topic, name -> new ArrayList<>());
        long offset =
                records.stream().filter(record -> record.partition == partition).count();
        records.add(new Raw(partition, offset, key, value));
        return records.get(records.size() - 1);
    }

    private Raw last(String topic) {
        List<Raw> records = topics.getOrDefault(topic, List.of());
        return records.get(records.size() - 1);
    }

    private void refuse(Raw record, Reason reason) {
        letters.add(new DeadLetter(
                "payments", "payments", record.partition, record.offset, READ, reason, "", record.key, null, null));
    }

    private byte[] event(String id, String customer, double amount, int minute) throws IOException {
        GenericRecord record = new GenericData.Record(schema);
        record.put("id", id);
        record.put("at", START + minute * 60_000L);
        record.put("customer", customer);
        record.put("shop", "s");
        record.put("amount", amount);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeByte(0);
        frame.writeInt(registry.idOf(schema.toString()));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** From the savepoint of a job that has read all records up to now, and at whose sets nothing waits. */
    private Bootstrap bootstrap(@Nullable Long since) throws Exception {
        Map<String, OperatorSubtaskState> operators = new HashMap<>();
        Map<Integer, Map<Integer, Long>> ends = new HashMap<>();
        for (Source source : pipeline.sources()) {
            operators.put("accept-" + source.name(), Accepting.stateOf(source));
            Map<Integer, Long> end = new HashMap<>();
            topics.getOrDefault(source.topic(), List.of())
                    .forEach(record -> end.merge(record.partition, record.offset + 1, Math::max));
            ends.put(source.index(), end);
        }
        Path from = Files.createDirectory(folder.resolve("from"));
        SavepointFolder.write(from, MAX_PARALLELISM, operators);
        StateFromLake task =
                new StateFromLake(from.toString(), folder.resolve("out").toString(), Long.MIN_VALUE, since);
        return new Bootstrap(task, ends, MAX_PARALLELISM);
    }

    private void fillLake() throws Exception {
        StreamExecutionEnvironment environment = environment();
        for (Source source : pipeline.sources()) {
            fill(environment, LakeTopic.of(source), topics.getOrDefault(source.topic(), List.of()));
        }
        LakeTopic dead = LakeTopic.deadLetters(pipeline);
        var encoder = Outputs.deadLetters(dead.topic(), settings()).open();
        List<Raw> records = new ArrayList<>();
        for (DeadLetter letter : letters) {
            records.add(new Raw(0, records.size(), "", encoder.value(letter)));
        }
        fill(environment, dead, records);
        environment.execute();
    }

    private void fill(StreamExecutionEnvironment environment, LakeTopic topic, List<Raw> records) {
        LakeTable table = lake.toWrite(topic.table(), topic.topic(), List.of(schema));
        RowMaker maker = new RowMaker(topic.topic(), table.columns());
        List<RowData> rows = new ArrayList<>();
        for (Raw record : records) {
            byte[] key = record.key.getBytes(StandardCharsets.UTF_8);
            rows.add(maker.row(record.partition, record.offset, READ, key, record.value, null, null, null));
        }
        if (!rows.isEmpty()) {
            table.append(environment.fromData(rows, table.rows()), Map.of());
        }
    }

    /** The next payment of a customer, of 16, at a set that goes on from the savepoint. */
    private PartialVector goOn(Bootstrap bootstrap, FeatureSet set, String customer) throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 10, 4_096, 10, true);
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(text, set.index(), options),
                FeatureSetOperator.keyOf(set),
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0)) {
            harness.setup(Form.PARTIAL_VECTOR
                    .typeInformation()
                    .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
            harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    state(bootstrap, set), MAX_PARALLELISM, PARALLELISM, 1, 0));
            harness.open();
            Event next = SourceDecoders.of(text, 0, settings())
                    .open()
                    .decode(0, 1_000, READ, null, event("next", customer, 16, 30))
                    .value();
            harness.processElement(new StreamRecord<>(
                    PartialVector.scored(next, pipeline.features().features().size())));
            harness.processWatermark(Long.MAX_VALUE);
            return harness.extractOutputValues().get(0);
        }
    }

    private static OperatorSubtaskState state(Bootstrap bootstrap, FeatureSet set) throws Exception {
        Path metadata = Path.of(bootstrap.task().out(), "_metadata");
        try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
            OperatorState operator = Checkpoints.loadCheckpointMetadata(
                            in,
                            BootstrapJobTest.class.getClassLoader(),
                            metadata.getParent().toUri().toString())
                    .getOperatorStates()
                    .stream()
                    .filter(each -> each.getOperatorUid().orElse("").equals(FeatureSetOperator.uidOf(set)))
                    .findFirst()
                    .orElseThrow();
            assertThat(operator.getParallelism()).isEqualTo(PARALLELISM);
            return AbstractStreamOperatorTestHarness.repackageState(operator.getState(0), operator.getState(1));
        }
    }

    private double feature(PartialVector partial, String name) {
        int slot = pipeline.features().features().stream()
                .filter(feature -> feature.name().equals(name))
                .mapToInt(Feature::slot)
                .findFirst()
                .orElseThrow();
        return partial.row()[slot];
    }
}
