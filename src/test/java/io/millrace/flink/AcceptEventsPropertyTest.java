package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** Wherever an id is remembered, in memory or in the state, through checkpoints, restarts and rescalings, an event that repeats another is refused, and no other one. */
class AcceptEventsPropertyTest {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final int STEPS = 400;
    private static final int IDS = 12;
    private static final int MAX_PARALLELISM = 16;

    /**
     * What was accepted last with an id.
     *
     * @param forgotten the watermark at which it is forgotten at the latest
     */
    private record Accepted(long time, long forgotten) {}

    private final Map<String, Accepted> accepted = new HashMap<>();
    private final List<Subtask> subtasks = new ArrayList<>();
    private int repeated;

    /** A subtask, and how much came of it so far. */
    private static final class Subtask {
        private final KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;
        private int emitted;
        private int refused;

        Subtask(
                KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness,
                OperatorSubtaskState from)
                throws Exception {
            this.harness = harness;
            if (from != null) {
                harness.initializeState(from);
            }
            harness.open();
        }

        /** Whether it is accepted; else it is refused. */
        boolean accepts(PartialVector partial) throws Exception {
            harness.processElement(new StreamRecord<>(partial, partial.event().time()));
            boolean isAccepted = harness.extractOutputValues().size() > emitted;
            emitted = harness.extractOutputValues().size();
            var letters = harness.getSideOutput(DEAD_LETTERS);
            assertThat(letters != null && letters.size() > refused).isNotEqualTo(isAccepted);
            refused = letters == null ? 0 : letters.size();
            return isAccepted;
        }
    }

    @Property(tries = 40)
    void repetitionsAndNothingElseAreRefused(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int mostYoung, @ForAll boolean inRocks)
            throws Exception {
        Random random = new Random(seed);
        accepted.clear();
        repeated = 0;
        open(1, mostYoung, inRocks, null, 1);
        long newest = START;
        long watermark = Long.MIN_VALUE;
        for (int step = 0; step < STEPS; step++) {
            int what = random.nextInt(40);
            if (what == 0) {
                OperatorSubtaskState snapshot = checkpoint(step);
                int before = subtasks.size();
                close();
                open(1 + random.nextInt(3), mostYoung, inRocks, snapshot, before);
                reach(watermark);
            } else if (what < 3) {
                checkpoint(step);
            } else if (what < 11) {
                watermark = Math.max(watermark, newest - random.nextLong(DAY / 2));
                reach(watermark);
            } else {
                newest += random.nextLong(DAY / 2);
                send("id-" + random.nextInt(IDS), newest - random.nextLong(2 * DAY), step, watermark);
            }
        }
        close();
        assertThat(repeated).isPositive();
    }

    private OperatorSubtaskState checkpoint(int id) throws Exception {
        OperatorSubtaskState[] parts = new OperatorSubtaskState[subtasks.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = subtasks.get(i).harness.snapshot(id, id);
        }
        return AbstractStreamOperatorTestHarness.repackageState(parts);
    }

    private void reach(long watermark) throws Exception {
        for (Subtask subtask : subtasks) {
            subtask.harness.processWatermark(watermark);
        }
    }

    private void close() throws Exception {
        for (Subtask subtask : subtasks) {
            subtask.harness.close();
        }
        subtasks.clear();
    }

    private void open(int parallelism, int mostYoung, boolean inRocks, OperatorSubtaskState snapshot, int before)
            throws Exception {
        for (int i = 0; i < parallelism; i++) {
            var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                    new FactSourceOperator(
                            new AcceptEvents(CardEvents.PIPELINE.scored(), 10 * DAY, DEAD_LETTERS, mostYoung)),
                    partial -> partial.event().id(),
                    Types.STRING,
                    MAX_PARALLELISM,
                    parallelism,
                    i);
            if (inRocks) {
                harness.setStateBackend(new EmbeddedRocksDBStateBackend());
            }
            subtasks.add(new Subtask(
                    harness,
                    snapshot == null
                            ? null
                            : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                    snapshot, MAX_PARALLELISM, before, parallelism, i)));
        }
    }

    private void send(String id, long time, int offset, long watermark) throws Exception {
        int subtask = KeyGroupRangeAssignment.assignKeyToParallelOperator(id, MAX_PARALLELISM, subtasks.size());
        boolean isAccepted = subtasks.get(subtask).accepts(transaction(id, "c", "t", 1, time, 0, offset));
        Accepted before = accepted.get(id);
        boolean repeats = before != null && Math.abs(time - before.time()) <= DAY;
        if (repeats && watermark < before.time() + DAY + 1) {
            assertThat(isAccepted).as("%s at %s, step %s", id, time, offset).isFalse();
            repeated++;
        }
        if (!repeats || watermark >= before.forgotten()) {
            assertThat(isAccepted).as("%s at %s, step %s", id, time, offset).isTrue();
        }
        if (isAccepted) {
            accepted.put(id, new Accepted(time, Math.max(time, watermark) + DAY + 1));
        }
    }
}
