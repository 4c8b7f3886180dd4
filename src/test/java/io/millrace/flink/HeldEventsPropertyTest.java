package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** Events of partitions that run ahead of each other wait in memory or in the state backend, through snapshots and rescalings, and come out the same. */
class HeldEventsPropertyTest {
    private static final int MAX_PARALLELISM = 16;
    private static final int PARTITIONS = 3;
    private static final int EVENTS = 300;
    private static final int[] PARALLELISMS = {2, 1, 3, 2};
    private static final int ENOUGH = 10_000;
    private static final FeatureSet SET = CardEvents.PIPELINE.features().sets().get(0);

    /** What came out, in the order of events, and the most that waited. */
    private record Outcome(List<PartialVector> emitted, long mostHeld) {}

    @Property(tries = 15)
    void whereEventsWaitChangesNothing(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int inMemory, @ForAll boolean inRocks)
            throws Exception {
        Outcome expected = run(seed, ENOUGH, inRocks);
        Outcome found = run(seed, inMemory, inRocks);

        assertThat(expected.emitted()).hasSize(EVENTS);
        assertThat(found.emitted()).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            assertThat(found.emitted().get(i).event().id())
                    .isEqualTo(expected.emitted().get(i).event().id());
            assertThat(found.emitted().get(i).row())
                    .isEqualTo(expected.emitted().get(i).row());
        }
        assertThat(found.mostHeld()).isEqualTo(expected.mostHeld()).isGreaterThan(3 * 12);
    }

    private static Outcome run(long seed, int inMemory, boolean inRocks) throws Exception {
        Random random = new Random(seed);
        List<List<PartialVector>> partitions = partitions(random);
        int[] next = new int[PARTITIONS];
        List<PartialVector> emitted = new ArrayList<>();
        long mostHeld = 0;
        OperatorSubtaskState state = null;
        for (int phase = 0; phase < PARALLELISMS.length; phase++) {
            boolean isLast = phase == PARALLELISMS.length - 1;
            int upTo = EVENTS * (phase + 1) / PARALLELISMS.length;
            try (Subtasks subtasks = new Subtasks(PARALLELISMS[phase], inMemory, inRocks)) {
                subtasks.open(state, phase == 0 ? 1 : PARALLELISMS[phase - 1]);
                while (Arrays.stream(next).sum() < upTo) {
                    // The first partition is read far ahead of the others while it has events.
                    int chosen = random.nextInt(4) > 0 ? 0 : 1 + random.nextInt(PARTITIONS - 1);
                    while (next[chosen] == EVENTS / PARTITIONS) {
                        chosen = (chosen + 1) % PARTITIONS;
                    }
                    subtasks.process(partitions.get(chosen).get(next[chosen]++));
                    subtasks.reach(
                            isLast && Arrays.stream(next).sum() == EVENTS ? Long.MAX_VALUE : behind(partitions, next));
                }
                mostHeld = Math.max(
                        mostHeld,
                        Arrays.stream(next).sum()
                                - emitted.size()
                                - subtasks.emitted().size());
                emitted.addAll(subtasks.emitted());
                state = subtasks.snapshot(inMemory);
            }
        }
        emitted.sort(Comparator.comparingLong((PartialVector one) -> one.event().time())
                .thenComparingInt(one -> one.event().partition())
                .thenComparingLong(one -> one.event().offset()));
        return new Outcome(emitted, mostHeld);
    }

    private static List<List<PartialVector>> partitions(Random random) {
        List<List<PartialVector>> partitions = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<PartialVector> events = new ArrayList<>();
            long time = START;
            for (int offset = 0; offset < EVENTS / PARTITIONS; offset++) {
                time += random.nextInt(3);
                String id = partition + "-" + offset;
                events.add(transaction(id, "c" + random.nextInt(9), "t", offset, time, partition, offset));
            }
            partitions.add(events);
        }
        return partitions;
    }

    /** A time that no event still to come lies at or before. */
    private static long behind(List<List<PartialVector>> partitions, int[] next) {
        long time = Long.MAX_VALUE;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (next[partition] < EVENTS / PARTITIONS) {
                time = Math.min(
                        time,
                        partitions.get(partition).get(next[partition]).event().time() - 1);
            }
        }
        return time;
    }

    /** The subtasks of the operator. */
    private static final class Subtasks implements AutoCloseable {
        private final List<KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector>> all =
                new ArrayList<>();

        Subtasks(int parallelism, int inMemory, boolean inRocks) throws Exception {
            for (int subtask = 0; subtask < parallelism; subtask++) {
                StateBackend backend = inRocks ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
                var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                        new FeatureSetOperator(
                                CardEvents.TEXT,
                                SET.index(),
                                new FeatureSetOptions(Order.EVENT_TIME, 100, 4_096, inMemory, false)),
                        FeatureSetOperator.keyOf(SET),
                        Types.STRING,
                        MAX_PARALLELISM,
                        parallelism,
                        subtask);
                harness.setStateBackend(backend);
                harness.setup(Form.PARTIAL_VECTOR.serializer());
                all.add(harness);
            }
        }

        void open(OperatorSubtaskState state, int parallelismBefore) throws Exception {
            for (int subtask = 0; subtask < all.size(); subtask++) {
                if (state != null) {
                    all.get(subtask)
                            .initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                    state, MAX_PARALLELISM, parallelismBefore, all.size(), subtask));
                }
                all.get(subtask).open();
            }
        }

        void process(PartialVector partial) throws Exception {
            String key = SET.keyOf(partial.event());
            all.get(KeyGroupRangeAssignment.assignKeyToParallelOperator(key, MAX_PARALLELISM, all.size()))
                    .processElement(new StreamRecord<>(partial));
        }

        void reach(long time) throws Exception {
            for (var harness : all) {
                harness.processWatermark(time);
            }
        }

        List<PartialVector> emitted() {
            List<PartialVector> emitted = new ArrayList<>();
            for (var harness : all) {
                List<PartialVector> ofOne = harness.extractOutputValues();
                assertThat(ofOne).isSortedAccordingTo(HeldEvents::inOrder);
                emitted.addAll(ofOne);
            }
            return emitted;
        }

        /** The state of all; no subtask's raw part may hold more than is allowed in memory. */
        OperatorSubtaskState snapshot(int inMemory) throws Exception {
            List<OperatorSubtaskState> states = new ArrayList<>();
            for (var harness : all) {
                OperatorSubtaskState state = harness.snapshot(1, 1);
                assertThat(inMemoryOf(state)).isLessThanOrEqualTo(inMemory);
                states.add(state);
            }
            return AbstractStreamOperatorTestHarness.repackageState(states.toArray(OperatorSubtaskState[]::new));
        }

        private static long inMemoryOf(OperatorSubtaskState state) throws IOException {
            long count = 0;
            for (KeyedStateHandle raw : state.getRawKeyedState()) {
                count += HeldEvents.count((KeyGroupsStateHandle) raw);
            }
            return count;
        }

        @Override
        public void close() throws Exception {
            for (var harness : all) {
                harness.close();
            }
        }
    }
}
