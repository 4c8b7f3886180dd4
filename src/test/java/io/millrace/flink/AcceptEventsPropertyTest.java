package io.millrace.flink;

import static io.millrace.flink.CardEvents.DAY;
import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.CardEvents.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** Wherever an id is remembered, in memory or in the state, through checkpoints and restarts, an event that repeats another is refused, and no other one. */
class AcceptEventsPropertyTest {
    private static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", Form.DEAD_LETTER.typeInformation());
    private static final int STEPS = 400;
    private static final int IDS = 12;

    /**
     * What was accepted last with an id.
     *
     * @param forgotten the watermark at which it is forgotten at the latest
     */
    private record Accepted(long time, long forgotten) {}

    private final Map<String, Accepted> accepted = new HashMap<>();
    private KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;
    private int emitted;
    private int refused;
    private int repeated;

    @Property(tries = 40)
    void repetitionsAndNothingElseAreRefused(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int mostYoung, @ForAll boolean inRocks)
            throws Exception {
        Random random = new Random(seed);
        accepted.clear();
        repeated = 0;
        open(mostYoung, inRocks, null);
        long newest = START;
        long watermark = Long.MIN_VALUE;
        for (int step = 0; step < STEPS; step++) {
            int what = random.nextInt(20);
            if (what == 0) {
                OperatorSubtaskState snapshot = checkpoint(step);
                harness.close();
                open(mostYoung, inRocks, snapshot);
                harness.processWatermark(watermark);
            } else if (what == 1) {
                checkpoint(step);
            } else if (what < 6) {
                watermark = Math.max(watermark, newest - random.nextLong(DAY / 2));
                harness.processWatermark(watermark);
            } else {
                newest += random.nextLong(DAY / 2);
                send("id-" + random.nextInt(IDS), newest - random.nextLong(2 * DAY), step, watermark);
            }
        }
        harness.close();
        assertThat(repeated).isPositive();
    }

    private OperatorSubtaskState checkpoint(int id) throws Exception {
        harness.prepareSnapshotPreBarrier(id);
        return harness.snapshot(id, id);
    }

    private void open(int mostYoung, boolean inRocks, OperatorSubtaskState snapshot) throws Exception {
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new FactSourceOperator(
                        new AcceptEvents(CardEvents.PIPELINE.scored(), 10 * DAY, DEAD_LETTERS, mostYoung)),
                partial -> partial.event().id(),
                Types.STRING);
        if (inRocks) {
            harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        }
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        emitted = 0;
        refused = 0;
    }

    private void send(String id, long time, int offset, long watermark) throws Exception {
        harness.processElement(new StreamRecord<>(transaction(id, "c", "t", 1, time, 0, offset), time));
        boolean isAccepted = harness.extractOutputValues().size() > emitted;
        emitted = harness.extractOutputValues().size();
        int letters = harness.getSideOutput(DEAD_LETTERS) == null
                ? 0
                : harness.getSideOutput(DEAD_LETTERS).size();
        assertThat(letters > refused).isNotEqualTo(isAccepted);
        refused = letters;
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
