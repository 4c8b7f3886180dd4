package io.millrace.job;

import static io.millrace.job.SmallLake.START;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.millrace.governance.Reason;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a small lake of events, deletions before and behind their events, a tombstone of nothing yet, and records that the scoring job refused; and what a feature set gives that goes on from its savepoint. Of a lake that
 * does not hold all, too.
 */
class BootstrapJobTest {
    private static final long READ = START + 86_400_000;
    private static final int MAX_PARALLELISM = 16;

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

    private final PipelineText text = new PipelineText("shop.yaml", YAML, SmallLake.SCHEMAS);
    private final Pipeline pipeline = PipelineCompiler.compile(text);
    private final Path folder;
    private final SmallLake lake;

    BootstrapJobTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        lake = new SmallLake(text, folder);
    }

    @AfterEach
    void close() throws IOException {
        lake.close();
    }

    @Test
    void whatIsInTheSavepointIsWhatNobodyHasDeletedOrRefused() throws Exception {
        delete("payments", 1, "ahead");
        pay(0, "gone", "ann", 1, 0);
        pay(0, "stays", "ann", 2, 1);
        pay(0, "ahead", "ann", 64, 2);
        delete("payments", 1, "gone");
        lake.refuse(pay(1, "stays", "ann", 128, 3), Reason.DUPLICATE);
        lake.refuse(delete("payments", 0, "gone"), Reason.NOTHING_TO_DELETE);
        delete("payments", 0, "later");
        pay(1, "bob's", "bob", 4, 4);
        lake.refuse(pay(1, "unscored", "bob", 8, 5), Reason.NOT_SCORED);
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
        lake.fill();
        StreamExecutionEnvironment environment = SmallLake.environment();
        BootstrapJob.build(environment, text, pipeline, bootstrap, lake.lake(), lake.settings());
        environment.execute();
    }

    private SmallLake.Raw pay(int partition, String id, String customer, double amount, int minute) {
        return add("payments", partition, id, event(id, customer, amount, minute));
    }

    private void report(String id, int minute) {
        SmallLake.Raw unused = add("reports", 0, id, event(id, "", 0, minute));
    }

    private SmallLake.Raw delete(String topic, int partition, String id) {
        return add(topic, partition, id, null);
    }

    private SmallLake.Raw add(String topic, int partition, String key, byte @Nullable [] value) {
        return lake.add(topic, partition, READ, key, value);
    }

    private byte[] event(String id, String customer, double amount, int minute) {
        return lake.event(id, customer, "s", amount, START + minute * 60_000L);
    }

    /** From the savepoint of a job that has read all records up to now, and at whose sets nothing waits. */
    private Bootstrap bootstrap(@Nullable Long since) throws Exception {
        Map<String, OperatorSubtaskState> operators = new HashMap<>();
        for (Source source : pipeline.sources()) {
            operators.put("accept-" + source.name(), Accepting.stateOf(source));
        }
        Path from = Files.createDirectory(folder.resolve("from"));
        SavepointFolder.write(from, MAX_PARALLELISM, operators);
        StateFromLake task =
                new StateFromLake(from.toString(), folder.resolve("out").toString(), Long.MIN_VALUE, since);
        return new Bootstrap(task, lake.ends(), MAX_PARALLELISM);
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
                    state(bootstrap, set), MAX_PARALLELISM, SmallLake.PARALLELISM, 1, 0));
            harness.open();
            Event next = lake.decoded(0, pay(0, "next", customer, 16, 30));
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
            assertThat(operator.getParallelism()).isEqualTo(SmallLake.PARALLELISM);
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
