package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.HOUR;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.feature;
import static io.millrace.flink.CardEvents.fraud;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class FeatureSetOperatorTest {
    private static final int CARD = 0;
    private static final int TERMINAL = 1;
    private static final int MAX_PARALLELISM = 16;

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            int set, Order order, int parallelism, int subtask) throws Exception {
        return harness(set, order, parallelism, subtask, new EmbeddedRocksDBStateBackend());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            int set, Order order, int parallelism, int subtask, StateBackend backend) throws Exception {
        return harness(
                CardEvents.TEXT,
                set,
                new FeatureSetOptions(order, 100, 4_096, 3, false),
                parallelism,
                subtask,
                backend);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness(
            PipelineText text, int set, FeatureSetOptions options, int parallelism, int subtask, StateBackend backend)
            throws Exception {
        FeatureSet featureSet = PipelineCompiler.compile(text).features().sets().get(set);
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FeatureSetOperator(text, set, options),
                FeatureSetOperator.keyOf(featureSet),
                Types.STRING,
                MAX_PARALLELISM,
                parallelism,
                subtask);
        harness.setStateBackend(backend);
        harness.setup(Form.PARTIAL_VECTOR.serializer());
        return harness;
    }

    private static List<PartialVector> emitted(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness) {
        return harness.extractOutputValues();
    }

    @Test
    void inEventTimeOrderAnEventWaitsForTheWatermark() throws Exception {
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 20, START + 1000, 1, 0)));
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START, 0, 0)));
            assertThat(emitted(harness)).isEmpty();

            harness.processWatermark(START + 999);
            assertThat(emitted(harness)).extracting(p -> p.event().id()).containsExactly("1");

            harness.processWatermark(START + 1000);
            assertThat(emitted(harness)).extracting(p -> p.event().id()).containsExactly("1", "2");
            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.count_1d"))
                    .containsExactly(1.0, 2.0);
            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.avg_1d"))
                    .containsExactly(10.0, 15.0);
        }
    }

    @Test
    void inArrivalOrderAnEventIsTakenUpAtOnce() throws Exception {
        try (var harness = harness(CARD, Order.ARRIVAL, 1, 0)) {
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 20, START + 1000, 1, 0)));
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START, 0, 0)));

            assertThat(emitted(harness)).extracting(p -> p.event().id()).containsExactly("2", "1");
            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.count_1d"))
                    .containsExactly(1.0, 1.0);
        }
    }

    @Test
    void aLateEventIsComputedAsOfItsOwnTimeAndLaterOnesSeeIt() throws Exception {
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START, 0, 0)));
            harness.processElement(new StreamRecord<>(transaction("3", "c", "t", 30, START + 2 * HOUR, 0, 1)));
            harness.processWatermark(START + 3 * HOUR);

            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 20, START + HOUR, 0, 2)));
            harness.processElement(new StreamRecord<>(transaction("4", "c", "t", 40, START + 4 * HOUR, 0, 3)));
            harness.processWatermark(START + 4 * HOUR);

            assertThat(emitted(harness)).extracting(p -> p.event().id()).containsExactly("1", "3", "2", "4");
            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.count_1d"))
                    .containsExactly(1.0, 2.0, 2.0, 4.0);
        }
    }

    @Test
    void aLeapOfTheWatermarkTakesNothingFromTheWindowsOfHeldEvents() throws Exception {
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            for (long i = 0; i < 4; i++) {
                harness.processElement(
                        new StreamRecord<>(transaction("" + i, "c", "t", 10, START + i * 9 * DAY, 0, i)));
            }
            harness.processWatermark(Long.MAX_VALUE);

            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.count_30d"))
                    .containsExactly(1.0, 2.0, 3.0, 4.0);
        }
    }

    @Test
    void factsOfAnotherSourceCountFromTheirTimeOn() throws Exception {
        try (var harness = harness(TERMINAL, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            harness.processElement(new StreamRecord<>(fraud("0", "t", START + 8 * DAY, 0)));
            harness.processElement(new StreamRecord<>(transaction("0", "c", "t", 10, START + DAY, 0, 0)));
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START + 8 * DAY - 1, 0, 1)));
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 10, START + 8 * DAY, 0, 2)));
            harness.processElement(new StreamRecord<>(transaction("3", "c", "t", 10, START + 9 * DAY, 0, 3)));
            harness.processWatermark(START + 20 * DAY);

            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "terminal.frauds_1d"))
                    .containsExactly(0.0, 0.0, 1.0, 0.0);
            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "terminal.seen_1d"))
                    .containsExactly(0.0, 0.0, 1.0, 0.0);
            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "terminal.seen_7d"))
                    .containsExactly(0.0, 0.0, 1.0, 1.0);
        }
    }

    @Test
    void theFrontierSaysUpToWhichOffsetsTheEntityHadSeenEvents() throws Exception {
        try (var harness = harness(TERMINAL, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START, 0, 7)));
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 10, START + 1, 1, 3)));
            harness.processElement(new StreamRecord<>(fraud("0", "t", START, 4)));
            harness.processElement(new StreamRecord<>(fraud("0", "t", START + 2, 5)));
            harness.processWatermark(START + 1);

            var frontier = emitted(harness).get(1).frontier();
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < frontier.size(); i++) {
                seen.add(frontier.source(i) + "/" + frontier.partition(i) + "/" + frontier.offset(i));
            }
            assertThat(seen).containsExactly("0/0/7", "0/1/3", "1/0/4");
        }
    }

    @Test
    void heldEventsAndStateSurviveARestartWithMoreSubtasks() throws Exception {
        OperatorSubtaskState snapshot;
        List<PartialVector> before;
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            for (int i = 0; i < 40; i++) {
                harness.processElement(new StreamRecord<>(transaction("" + i, "c" + i % 10, "t", i, START + i, 0, i)));
            }
            harness.processWatermark(START + 19);
            before = emitted(harness);
            snapshot = harness.snapshot(1, 1);
        }
        List<PartialVector> after = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (var harness = harness(CARD, Order.EVENT_TIME, 2, subtask)) {
                harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        snapshot, MAX_PARALLELISM, 1, 2, subtask));
                harness.open();
                harness.processWatermark(START + 100);
                after.addAll(emitted(harness));
            }
        }
        assertThat(before).hasSize(20);
        assertThat(after)
                .extracting(p -> Integer.parseInt(p.event().id()))
                .containsExactlyInAnyOrderElementsOf(range(20, 40));
        assertThat(after).allSatisfy(p -> {
            int id = Integer.parseInt(p.event().id());
            int earlier = id / 10;
            assertThat(feature(p, "card.count_1d")).isEqualTo(earlier + 1.0);
            assertThat(feature(p, "card.avg_1d")).isEqualTo(id % 10 + 5.0 * earlier);
        });
    }

    @Test
    void vectorsDoNotDependOnHowPartitionsInterleave() throws Exception {
        long seed = 7;
        List<PartialVector> first = runInterleaved(new Random(seed));
        List<PartialVector> second = runInterleaved(new Random(seed + 1));

        assertThat(first).hasSameSizeAs(second);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i).event().id())
                    .isEqualTo(second.get(i).event().id());
            assertThat(first.get(i).row()).isEqualTo(second.get(i).row());
        }
    }

    /** The same 300 events of three partitions, each in order, merged at random; the watermark follows the slowest partition. */
    private static List<PartialVector> runInterleaved(Random random) throws Exception {
        List<List<PartialVector>> partitions = new ArrayList<>();
        for (int partition = 0; partition < 3; partition++) {
            List<PartialVector> events = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String id = partition + "-" + i;
                events.add(transaction(id, "c" + i % 4, "t", i, START + i / 2 * 10_000L, partition, i));
            }
            partitions.add(events);
        }
        int[] next = new int[3];
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            List<Integer> turns = new ArrayList<>();
            for (int partition = 0; partition < 3; partition++) {
                turns.addAll(Collections.nCopies(100, partition));
            }
            Collections.shuffle(turns, random);
            for (int partition : turns) {
                harness.processElement(
                        new StreamRecord<>(partitions.get(partition).get(next[partition]++)));
                long watermark = Long.MAX_VALUE;
                for (int p = 0; p < 3; p++) {
                    long clock = next[p] == 0
                            ? START
                            : partitions.get(p).get(next[p] - 1).event().time();
                    watermark = Math.min(watermark, clock - 1);
                }
                harness.processWatermark(watermark);
            }
            harness.processWatermark(Long.MAX_VALUE);
            List<PartialVector> emitted = emitted(harness);
            assertThat(emitted)
                    .isSortedAccordingTo(Comparator.comparingLong(p -> p.event().time()));
            return emitted;
        }
    }

    @Test
    void factsThatNoWindowReachesAnyMoreLeaveTheState() throws Exception {
        try (var harness = harness(TERMINAL, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            for (long day = 0; day < 400; day++) {
                harness.processElement(new StreamRecord<>(fraud("" + day, "t", START + day * DAY, day)));
                harness.processElement(
                        new StreamRecord<>(transaction("" + day, "c", "elsewhere", 10, START + day * DAY, 0, day)));
                harness.processWatermark(START + day * DAY);
            }

            harness.snapshot(1, 1);
            assertThat(bytes(harness, "t")).isLessThan(2_000);
            assertThat(chunks(harness, "t")).isLessThan(5);
        }
    }

    @Test
    void factsThatRunAheadWhileTheScoredSourceIsSilentAreKept() throws Exception {
        try (var harness = harness(TERMINAL, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            for (long day = 0; day < 400; day++) {
                harness.processElement(new StreamRecord<>(fraud("" + day, "t", START + day * DAY, day)));
                harness.processWatermark(START + day * DAY);
            }
            for (long day = 0; day < 40; day++) {
                harness.processElement(
                        new StreamRecord<>(transaction("" + day, "c", "t", 10, START + day * DAY, 0, day)));
            }

            assertThat(emitted(harness)).hasSize(40);
            assertThat(feature(emitted(harness).get(39), "terminal.frauds_30d")).isEqualTo(30);
            assertThat(feature(emitted(harness).get(39), "terminal.seen_30d")).isEqualTo(30);
        }
    }

    static int bytes(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness, String entity)
            throws Exception {
        byte[] head = state(
                        harness,
                        entity,
                        new ValueStateDescriptor<>("head", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO))
                .value();
        return head == null ? 0 : head.length;
    }

    private static int chunks(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness, String entity)
            throws Exception {
        var chunks = state(
                harness,
                entity,
                new MapStateDescriptor<>("rows", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        int count = 0;
        for (Long chunk : chunks.keys()) {
            assertThat(chunk).isNotNull();
            count++;
        }
        return count;
    }

    private static <S extends State> S state(
            KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness,
            String entity,
            StateDescriptor<S, ?> descriptor)
            throws Exception {
        var operator = (AbstractStreamOperator<?>) harness.getOperator();
        operator.setCurrentKey(entity);
        return operator.<String>getKeyedStateBackend()
                .getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
    }

    @Test
    void anEntityThatIsIdleForLongerThanItsWindowsLeaves() throws Exception {
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            for (int day = 0; day < 200; day++) {
                long at = START + day * DAY;
                harness.processElement(new StreamRecord<>(transaction("a" + day, "busy", "t", 1, at, 0, 2L * day)));
                if (day < 3) {
                    harness.processElement(
                            new StreamRecord<>(transaction("b" + day, "idle", "t", 1, at, 0, 2L * day + 1)));
                }
                harness.processWatermark(at);
                if (day % 20 == 0) {
                    harness.snapshot(day, day);
                }
            }
            harness.snapshot(1_000, 1_000);

            assertThat(bytes(harness, "idle")).isZero();
            assertThat(bytes(harness, "busy")).isPositive();
            assertThat(chunks(harness, "busy")).isLessThan(6);
            assertThat(harness.numEventTimeTimers()).isEqualTo(1);
            harness.processElement(new StreamRecord<>(transaction("back", "idle", "t", 1, START + 200 * DAY, 0, 999)));
            harness.processWatermark(START + 200 * DAY);
            List<PartialVector> emitted = emitted(harness);
            assertThat(feature(emitted.get(emitted.size() - 1), "card.count_30d"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anEntityThatWasIdleWhenTheJobWasDrainedLeavesAfterwards() throws Exception {
        OperatorSubtaskState drained;
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("1", "idle", "t", 1, START, 0, 0)));
            harness.processElement(new StreamRecord<>(transaction("2", "back", "t", 1, START, 0, 1)));
            harness.processWatermark(Long.MAX_VALUE);
            harness.endInput();
            assertThat(emitted(harness)).hasSize(2);
            drained = harness.snapshot(1, 1);
        }
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.initializeState(drained);
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("3", "back", "t", 1, START + DAY, 0, 2)));
            harness.processElement(new StreamRecord<>(transaction("4", "busy", "t", 1, START + 200 * DAY, 0, 3)));
            harness.processWatermark(START + 200 * DAY);
            harness.snapshot(2, 2);

            assertThat(bytes(harness, "idle")).isZero();
            assertThat(bytes(harness, "back")).isZero();
            assertThat(bytes(harness, "busy")).isPositive();
        }
    }

    @Test
    void whatIsInMemoryChangesNothing() throws Exception {
        assertThat(rows(1, 0))
                .isDeepEqualTo(rows(3, 2_000))
                .isDeepEqualTo(rows(1_000, 2_000))
                .isDeepEqualTo(rows(1_000, 1 << 20));
    }

    /** The rows of 3,000 events of 20 customers, a checkpoint every 100 events. */
    private static double[][] rows(int inMemory, long rowsInMemory) throws Exception {
        Random random = new Random(5);
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, inMemory, rowsInMemory, 3, false);
        try (var harness = harness(CardEvents.TEXT, CARD, options, 1, 0, new EmbeddedRocksDBStateBackend())) {
            harness.open();
            long time = START;
            for (int i = 0; i < 3_000; i++) {
                time += random.nextInt((int) HOUR);
                long late = random.nextInt(9) == 0 ? HOUR * random.nextInt(48) : 0;
                harness.processElement(new StreamRecord<>(
                        transaction("" + i, "c" + random.nextInt(20), "t", random.nextInt(99), time - late, 0, i)));
                harness.processWatermark(time - HOUR);
                if (i % 100 == 0) {
                    harness.snapshot(i, i);
                }
            }
            harness.processWatermark(Long.MAX_VALUE);
            return emitted(harness).stream().map(PartialVector::row).toArray(double[][]::new);
        }
    }

    private static PipelineText withFeature(String line) {
        String yaml = CardEvents.TEXT.yaml().replace("    avg:   {avg: amount,", line + "\n    avg:   {avg: amount,");
        return new PipelineText("changed.yaml", yaml, CardEvents.TEXT.schemas());
    }

    private static OperatorSubtaskState afterDays(int days) throws Exception {
        return afterDays(CardEvents.TEXT, days);
    }

    private static OperatorSubtaskState afterDays(PipelineText text, int days) throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 100, 4_096, 3, false);
        try (var harness = harness(text, CARD, options, 1, 0, new EmbeddedRocksDBStateBackend())) {
            harness.open();
            for (int i = 0; i < days; i++) {
                harness.processElement(new StreamRecord<>(CardEvents.transaction(
                        PipelineCompiler.compile(text), "" + i, "c", "t", 10 + i, START + i * DAY, 0, i)));
            }
            harness.processWatermark(START + (days - 2) * DAY);
            return harness.snapshot(1, 1);
        }
    }

    private static List<PartialVector> goOn(PipelineText text, OperatorSubtaskState snapshot, int from, int to)
            throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 100, 4_096, 3, true);
        try (var harness = harness(text, CARD, options, 1, 0, new EmbeddedRocksDBStateBackend())) {
            harness.initializeState(snapshot);
            harness.open();
            FeatureSet set = PipelineCompiler.compile(text).features().sets().get(CARD);
            for (int i = from; i < to; i++) {
                PartialVector event = transaction("" + i, "c", "t", 10 + i, START + i * DAY, 0, i);
                int features =
                        PipelineCompiler.compile(text).features().features().size();
                harness.processElement(new StreamRecord<>(PartialVector.scored(event.event(), features)));
            }
            assertThat(set.windows()).isNotEmpty();
            harness.processWatermark(Long.MAX_VALUE - 1);
            return emitted(harness);
        }
    }

    private static double value(PipelineText text, PartialVector partial, String name) {
        return PipelineCompiler.compile(text).features().features().stream()
                .filter(feature -> feature.name().equals(name))
                .mapToDouble(feature -> partial.row()[feature.slot()])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAddedFeatureOverKeptRowsHasItsHistoryAtOnce() throws Exception {
        PipelineText changed = withFeature("    largest: {max: amount, window: 14d}");

        List<PartialVector> after = goOn(changed, afterDays(40), 40, 42);

        // The event of day 39 was held.
        assertThat(after).hasSize(3);
        assertThat(after).extracting(p -> value(changed, p, "card.largest")).containsExactly(49.0, 50.0, 51.0);
        assertThat(after).extracting(p -> value(changed, p, "card.count_30d")).containsExactly(30.0, 30.0, 30.0);
        assertThat(after).extracting(p -> value(changed, p, "card.avg_7d")).containsExactly(46.0, 47.0, 48.0);
    }

    @Test
    void anAddedFeatureOverOtherValuesIsMissingUntilItsWindowHasFilled() throws Exception {
        PipelineText changed = withFeature("    high: {count: all, where: \"amount > 5.0\", window: 7d}");

        List<PartialVector> after = goOn(changed, afterDays(40), 40, 50);

        assertThat(after)
                .extracting(p -> value(changed, p, "card.high"))
                .containsExactly(
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        7.0,
                        7.0,
                        7.0,
                        7.0);
        assertThat(after).extracting(p -> value(changed, p, "card.count_7d")).containsOnly(7.0);
    }

    @Test
    void eventsHeldByAnotherEntityAreRefused() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(CARD, Order.EVENT_TIME, 1, 0)) {
            harness.open();
            for (int i = 0; i < 20; i++) {
                harness.processElement(new StreamRecord<>(transaction("" + i, "c" + i, "t" + i, 1, START + i, 0, i)));
            }
            snapshot = harness.snapshot(1, 1);
        }
        String yaml = CardEvents.TEXT.yaml().replace("    entity: customer_id", "    entity: terminal_id");
        PipelineText changed = new PipelineText("changed.yaml", yaml, CardEvents.TEXT.schemas());
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 100, 4_096, 3, true);
        try (var harness = harness(changed, CARD, options, 2, 0, new EmbeddedRocksDBStateBackend())) {
            assertThatThrownBy(() -> harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            snapshot, MAX_PARALLELISM, 1, 2, 0)))
                    .hasStackTraceContaining(
                            "events by another entity of feature set card; go on with the old definition, stop the job with `flink stop --drain`");
        }
    }

    @Test
    void aRemovedAndRenamedFeatureLeavesTheOthersAlone() throws Exception {
        String yaml = CardEvents.TEXT
                .yaml()
                .split("\ntests:", 2)[0]
                .replace(
                        "    avg:   {avg: amount, windows: [1d, 7d, 30d]",
                        "    mean:  {avg: amount, windows: [30d, 1d]");
        PipelineText changed = new PipelineText("changed.yaml", yaml, CardEvents.TEXT.schemas());

        List<PartialVector> after = goOn(changed, afterDays(40), 40, 42);

        assertThat(after).extracting(p -> value(changed, p, "card.mean_30d")).containsExactly(34.5, 35.5, 36.5);
        assertThat(after).extracting(p -> value(changed, p, "card.count_30d")).containsOnly(30.0);
    }

    @Test
    void aCheckpointOnTheHeapDoesNotSeeWhatComesAfterIt() throws Exception {
        OperatorSubtaskState snapshot;
        try (var harness = harness(CARD, Order.ARRIVAL, 1, 0, new HashMapStateBackend())) {
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START, 0, 0)));
            var futures = harness.getOperator()
                    .snapshotState(
                            1,
                            1,
                            CheckpointOptions.forCheckpointWithDefaultLocation(),
                            new MemCheckpointStreamFactory(1 << 20));
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 10, START + 1, 0, 1)));
            snapshot = OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState();
        }
        try (var harness = harness(CARD, Order.ARRIVAL, 1, 0, new HashMapStateBackend())) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("3", "c", "t", 10, START + 2, 0, 2)));

            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.count_1d"))
                    .containsExactly(2.0);
        }
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> goingOn()
            throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 100, 4_096, 3, true);
        return harness(CardEvents.TEXT, CARD, options, 1, 0, new EmbeddedRocksDBStateBackend());
    }

    @Test
    void aCheckpointBeforeTheFirstWatermarkDoesNotMakeAnUnknownHistoryWhole() throws Exception {
        OperatorSubtaskState before;
        try (var harness = goingOn()) {
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START, 0, 0)));
            before = harness.snapshot(1, 1);
        }
        OperatorSubtaskState after;
        try (var harness = goingOn()) {
            harness.initializeState(before);
            harness.open();
            harness.processWatermark(START);
            after = harness.snapshot(2, 2);

            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.count_1d"))
                    .containsExactly(Double.NaN);
        }
        try (var harness = goingOn()) {
            harness.initializeState(after);
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 10, START + DAY - 1, 0, 1)));
            harness.processElement(new StreamRecord<>(transaction("3", "c", "t", 10, START + DAY, 0, 2)));
            harness.processWatermark(START + DAY);

            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "card.count_1d"))
                    .containsExactly(Double.NaN, 2.0);
        }
    }

    @Test
    void theHistoryOfASetThatJoinsBeginsAfterTheFactsThatHadComeBefore() throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 100, 4_096, 3, true);
        try (var harness = harness(CardEvents.TEXT, TERMINAL, options, 1, 0, new EmbeddedRocksDBStateBackend())) {
            harness.open();
            harness.processElement(new StreamRecord<>(fraud("0", "t", START + 8 * DAY, 1)));
            harness.processWatermark(START);
            harness.processElement(new StreamRecord<>(transaction("1", "c", "t", 10, START + 9 * DAY - 1, 0, 0)));
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 10, START + 9 * DAY, 0, 1)));
            harness.processWatermark(START + 9 * DAY);

            assertThat(emitted(harness))
                    .extracting(p -> feature(p, "terminal.frauds_1d"))
                    .containsExactly(Double.NaN, 0.0);
        }
    }

    private static PipelineText withLifetime() {
        return withFeature("    ever: {count: all, window: lifetime}");
    }

    @Test
    void anAddedLifetimeFeatureIsMissingForEver() throws Exception {
        List<PartialVector> after = goOn(withLifetime(), afterDays(40), 40, 140);

        assertThat(after)
                .hasSize(101)
                .extracting(p -> value(withLifetime(), p, "card.ever"))
                .containsOnly(Double.NaN);
    }

    @Test
    void aLifetimeFeatureStaysWholeWhenRowsComeToBeKeptForLonger() throws Exception {
        PipelineText longer = withFeature(
                "    ever: {count: all, window: lifetime}\n    year: {count: all, window: 365d}\n    sum: {sum: amount, window: lifetime}");

        List<PartialVector> after = goOn(longer, afterDays(withLifetime(), 100), 100, 102);

        assertThat(after).extracting(p -> value(longer, p, "card.ever")).containsExactly(100.0, 101.0, 102.0);
        assertThat(after).extracting(p -> value(longer, p, "card.year")).containsOnly(Double.NaN);
        assertThat(after).extracting(p -> value(longer, p, "card.sum")).containsOnly(Double.NaN);
    }

    @Test
    void anEntityLeavesOnceItsLifetimeFeaturesAreRemoved() throws Exception {
        FeatureSetOptions options = new FeatureSetOptions(Order.EVENT_TIME, 100, 4_096, 3, true);
        OperatorSubtaskState snapshot;
        try (var harness = harness(withLifetime(), CARD, options, 1, 0, new EmbeddedRocksDBStateBackend())) {
            harness.open();
            int features = PipelineCompiler.compile(withLifetime())
                    .features()
                    .features()
                    .size();
            for (int i = 0; i < 2; i++) {
                PartialVector event = transaction("" + i, "c", "t", 10, START + i, 0, i);
                harness.processElement(new StreamRecord<>(PartialVector.scored(event.event(), features)));
                harness.processWatermark(START + i);
            }
            snapshot = harness.snapshot(1, 1);
        }
        try (var harness = goingOn()) {
            harness.initializeState(snapshot);
            harness.open();
            harness.processElement(new StreamRecord<>(transaction("2", "c", "t", 10, START + DAY, 0, 2)));
            harness.processWatermark(START + DAY);
            harness.processElement(new StreamRecord<>(transaction("3", "other", "t", 10, START + 200 * DAY, 0, 3)));
            harness.processWatermark(START + 200 * DAY);
            harness.snapshot(2, 2);

            assertThat(bytes(harness, "other")).isPositive();
            assertThat(bytes(harness, "c")).isZero();
        }
    }

    private static List<Integer> range(int from, int to) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
