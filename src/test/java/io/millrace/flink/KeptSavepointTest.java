package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.HOUR;
import static io.millrace.flink.CardEvents.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.KeptFile;
import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WindowedFeature;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Savepoints of card-fraud's feature sets, and of one with aggregates of a user's own, that an earlier version wrote are restored, and the job goes on exactly. */
class KeptSavepointTest {
    private static final int MAX_PARALLELISM = 8;
    private static final int BEFORE = 120;
    private static final int ALL = 200;

    /** The definition in which cards have aggregates of a user's own besides. */
    private static final PipelineText CUSTOM = new PipelineText(
            CardEvents.TEXT.file(), CardEvents.TEXT.yaml().replace("  terminal:\n", """
                    squares: {custom: squared_cents, of: amount, parameters: {scale: 10}, windows: [1d, 30d, lifetime]}
                    spread: {custom: geo_spread, of: [amount, amount / 2.0], windows: [7d, 30d], empty: missing}
                  terminal:
                """), CardEvents.TEXT.schemas());

    private static PipelineText text(String name) {
        return name.equals("custom") ? CUSTOM : CardEvents.TEXT;
    }

    /** Two events of each three are transactions, one in each eight hours; the third reports a fraud. */
    private static PartialVector event(Pipeline pipeline, int i) {
        long time = START + i * 8L * HOUR;
        if (i % 3 == 2) {
            return CardEvents.fraud("f" + i, "t" + i % 2, time - DAY, i);
        }
        return CardEvents.transaction(pipeline, "" + i, "c" + i % 2, "t" + i % 2, i * 37 % 1000 / 10.0, time, i % 2, i);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            PipelineText text, FeatureSet set, boolean continuesJob, StateBackend backend) throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 1, 4_096, 3, continuesJob);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(text, set.index(), options),
                FeatureSetOperator.keyOf(set),
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0);
        harness.setStateBackend(backend);
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        return harness;
    }

    private static FeatureSet set(Pipeline pipeline, String name) {
        return pipeline.features().sets().stream()
                .filter(set -> set.name().equals(name.equals("terminal") ? name : "card"))
                .findFirst()
                .orElseThrow();
    }

    private static void process(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness,
            Pipeline pipeline,
            FeatureSet set,
            int from,
            int to)
            throws Exception {
        for (int i = from; i < to; i++) {
            PartialVector event = event(pipeline, i);
            if (event.isScored() || set.feeds(event.event().source())) {
                harness.processElement(new StreamRecord<>(event));
            }
            harness.processWatermark(START + i * 8L * HOUR - 2 * DAY);
        }
    }

    private static void keep(PipelineText text, String name, Path path) throws Exception {
        Pipeline pipeline = PipelineCompiler.compile(text);
        FeatureSet set = set(pipeline, name);
        try (var harness = harness(text, set, false, new EmbeddedRocksDBStateBackend())) {
            harness.open();
            process(harness, pipeline, set, 0, BEFORE);
            OperatorSubtaskState state = harness.snapshotWithLocalState(
                            1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                    .getJobManagerOwnedState();
            Files.createDirectories(path.getParent());
            OperatorSnapshotUtil.writeStateHandle(state, path.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"card, rocksdb", "card, heap", "terminal, rocksdb", "terminal, heap", "custom, rocksdb", "custom, heap"
    })
    void aKeptSavepointIsRestoredAndTheJobGoesOn(String name, String backend) throws Exception {
        PipelineText text = text(name);
        Pipeline pipeline = PipelineCompiler.compile(text);
        FeatureSet set = set(pipeline, name);
        Path path = KeptFile.path("savepoints/v2/" + name);
        if (KeptFile.isToBeWritten()) {
            keep(text, name, path);
        }

        List<PartialVector> emitted;
        try (var harness = harness(
                text,
                set,
                true,
                backend.equals("heap") ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend())) {
            harness.initializeState(OperatorSnapshotUtil.readStateHandle(path.toString()));
            harness.open();
            process(harness, pipeline, set, BEFORE, ALL);
            harness.processWatermark(Long.MAX_VALUE - 1);
            emitted = harness.extractOutputValues();
        }

        List<PartialVector> expected = expected(pipeline);
        assertThat(emitted).hasSizeGreaterThan((ALL - BEFORE) * 2 / 3);
        List<PartialVector> same = expected.subList(expected.size() - emitted.size(), expected.size());
        for (int i = 0; i < emitted.size(); i++) {
            assertThat(emitted.get(i).event().id())
                    .isEqualTo(same.get(i).event().id());
            for (Feature feature : features(pipeline, set)) {
                assertThat(emitted.get(i).row()[feature.slot()])
                        .as("%s of %s", feature.name(), emitted.get(i).event().id())
                        .isEqualTo(same.get(i).row()[feature.slot()]);
            }
        }
    }

    /** What the set computes; the derived features come later. */
    private static List<Feature> features(Pipeline pipeline, FeatureSet set) {
        Set<Integer> slots = set.windows().stream().map(WindowedFeature::slot).collect(Collectors.toSet());
        List<Feature> features = pipeline.features().features().stream()
                .filter(feature -> slots.contains(feature.slot()))
                .toList();
        assertThat(features).hasSize(set.windows().size());
        return features;
    }

    /** The transactions with their features, computed without a job. */
    private static List<PartialVector> expected(Pipeline pipeline) {
        Evaluator evaluator = new Evaluator(pipeline.features());
        List<Event> events = new ArrayList<>(IntStream.range(0, ALL)
                .mapToObj(i -> event(pipeline, i).event())
                .toList());
        events.stream()
                .filter(event -> event.source() != pipeline.features().scored())
                .forEach(evaluator::learn);
        return events.stream()
                .filter(event -> event.source() == pipeline.features().scored())
                .map(evaluator::evaluate)
                .toList();
    }
}
