package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.HOUR;
import static io.millrace.flink.CardEvents.PIPELINE;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.feature;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.KeptFile;
import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Savepoints of card-fraud's feature sets that an earlier version wrote are restored, and the job goes on exactly. */
class KeptSavepointTest {
    private static final int MAX_PARALLELISM = 8;
    private static final int BEFORE = 120;
    private static final int ALL = 200;

    /** Two events of each three are transactions, one in each eight hours; the third reports a fraud. */
    private static PartialVector event(int i) {
        long time = START + i * 8L * HOUR;
        if (i % 3 == 2) {
            return CardEvents.fraud("f" + i, "t" + i % 2, time - DAY, i);
        }
        return CardEvents.transaction("" + i, "c" + i % 2, "t" + i % 2, i * 37 % 1000 / 10.0, time, i % 2, i);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            FeatureSet set, boolean continuesJob, StateBackend backend) throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 1, continuesJob);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(CardEvents.TEXT, set.index(), options),
                FeatureSetOperator.keyOf(set),
                Types.STRING,
                MAX_PARALLELISM,
                1,
                0);
        harness.setStateBackend(backend);
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        return harness;
    }

    private static FeatureSet set(String name) {
        return PIPELINE.features().sets().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void process(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness,
            FeatureSet set,
            int from,
            int to)
            throws Exception {
        for (int i = from; i < to; i++) {
            PartialVector event = event(i);
            if (event.isScored() || set.feeds(event.event().source())) {
                harness.processElement(new StreamRecord<>(event));
            }
            harness.processWatermark(START + i * 8L * HOUR - 2 * DAY);
        }
    }

    private static void keep(FeatureSet set, Path path) throws Exception {
        try (var harness = harness(set, false, new EmbeddedRocksDBStateBackend())) {
            harness.open();
            process(harness, set, 0, BEFORE);
            OperatorSubtaskState state = harness.snapshotWithLocalState(
                            1, 1, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                    .getJobManagerOwnedState();
            Files.createDirectories(path.getParent());
            OperatorSnapshotUtil.writeStateHandle(state, path.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"card, rocksdb", "card, heap", "terminal, rocksdb", "terminal, heap"})
    void aKeptSavepointIsRestoredAndTheJobGoesOn(String name, String backend) throws Exception {
        FeatureSet set = set(name);
        Path path = KeptFile.path("savepoints/v2/" + name);
        if (KeptFile.isToBeWritten()) {
            keep(set, path);
        }

        List<PartialVector> emitted;
        try (var harness = harness(
                set, true, backend.equals("heap") ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend())) {
            harness.initializeState(OperatorSnapshotUtil.readStateHandle(path.toString()));
            harness.open();
            process(harness, set, BEFORE, ALL);
            harness.processWatermark(Long.MAX_VALUE - 1);
            emitted = harness.extractOutputValues();
        }

        List<PartialVector> expected = expected();
        assertThat(emitted).hasSizeGreaterThan((ALL - BEFORE) * 2 / 3);
        List<PartialVector> same = expected.subList(expected.size() - emitted.size(), expected.size());
        for (int i = 0; i < emitted.size(); i++) {
            assertThat(emitted.get(i).event().id())
                    .isEqualTo(same.get(i).event().id());
            for (String feature : features(name)) {
                assertThat(feature(emitted.get(i), feature))
                        .as("%s of %s", feature, emitted.get(i).event().id())
                        .isEqualTo(feature(same.get(i), feature));
            }
        }
    }

    private static List<String> features(String set) {
        List<String> stems =
                set.equals("card") ? List.of("card.count", "card.avg") : List.of("terminal.seen", "terminal.frauds");
        return stems.stream()
                .flatMap(stem -> List.of("_1d", "_7d", "_30d").stream().map(window -> stem + window))
                .toList();
    }

    /** The transactions with their features, computed without a job. */
    private static List<PartialVector> expected() {
        Evaluator evaluator = new Evaluator(PIPELINE.features());
        List<Event> events = new ArrayList<>(
                IntStream.range(0, ALL).mapToObj(i -> event(i).event()).toList());
        events.stream()
                .filter(event -> event.source() != PIPELINE.features().scored())
                .forEach(evaluator::learn);
        return events.stream()
                .filter(event -> event.source() == PIPELINE.features().scored())
                .map(evaluator::evaluate)
                .toList();
    }
}
