package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Erasable.LATE;
import static io.millrace.flink.Erasable.MAX_PARALLELISM;
import static io.millrace.flink.Erasable.PIPELINE;
import static io.millrace.flink.Erasable.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WindowedFeature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * A random stream of events, facts and erasures, each in time or late or early, with restarts on another number of subtasks, against a recomputation over the events that were there and
 * not erased when an event was evaluated; and against the evaluator of files, which takes everything in as it comes.
 */
class ErasureOperatorPropertyTest {
    private static final int STEPS = 250;

    @Property(tries = 5)
    void whatWasErasedMightNeverHaveBeen(@ForAll long seed) throws Exception {
        for (Order order : Order.values()) {
            for (FeatureSet set : PIPELINE.features().sets()) {
                try (Run run = new Run(set, order, seed)) {
                    run.play();
                }
            }
        }
    }

    /** One stream through one feature set. */
    private static final class Run implements AutoCloseable {
        private final FeatureSet set;
        private final Order order;
        private final Random random;
        private final String as;
        private final List<Event> facts = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private final List<Event> early = new ArrayList<>();
        private final Map<String, Long> erased = new HashMap<>();
        private final Evaluator inOrder = new Evaluator(PIPELINE.features());
        private final List<KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector>> subtasks =
                new ArrayList<>();
        private int[] checked = {0};
        private long watermark = START;
        private long clock = START;
        private int predictions;

        Run(FeatureSet set, Order order, long seed) throws Exception {
            this.set = set;
            this.order = order;
            this.random = new Random(seed);
            this.as = set.name() + ", " + order + ", seed " + seed;
            start(1, null);
            inOrder.reach(watermark);
        }

        private void start(int parallelism, OperatorSubtaskState state) throws Exception {
            checked = new int[parallelism];
            int before = subtasks.size();
            subtasks.clear();
            for (int subtask = 0; subtask < parallelism; subtask++) {
                var harness = Erasable.features(
                        TEXT, set.index(), order, parallelism, subtask, new EmbeddedRocksDBStateBackend());
                if (state != null) {
                    harness.initializeState(AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            state, MAX_PARALLELISM, before, parallelism, subtask));
                }
                harness.open();
                harness.processWatermark(watermark);
                subtasks.add(harness);
            }
        }

        private void restart() throws Exception {
            OperatorSubtaskState[] states = new OperatorSubtaskState[subtasks.size()];
            for (int subtask = 0; subtask < states.length; subtask++) {
                states[subtask] = subtasks.get(subtask).snapshot(1, 1);
                subtasks.get(subtask).close();
            }
            start(1 + random.nextInt(3), AbstractStreamOperatorTestHarness.repackageState(states));
        }

        @Override
        public void close() throws Exception {
            for (var subtask : subtasks) {
                subtask.close();
            }
        }

        void play() throws Exception {
            int sent = 0;
            for (int step = 0; step < STEPS; step++) {
                int what = random.nextInt(20);
                if (what < 9) {
                    double amount = random.nextInt(50);
                    send(Erasable.transaction("" + step, customer(), terminal(), amount, time(), step));
                    sent++;
                } else if (what < 12 && set.index() == Erasable.TERMINAL) {
                    send(Erasable.fraud("" + step, terminal(), time(), step));
                } else if (what < 14) {
                    send(Erasable.erasure("" + step, customer(), terminal(), time() + random.nextInt(9_000), step));
                } else if (what < 19) {
                    advance(random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(8_000));
                } else if (random.nextInt(3) == 0) {
                    restart();
                }
                check();
            }
            advance(1_000_000);
            check();
            assertThat(predictions).as(as).isEqualTo(sent);
        }

        private String customer() {
            return "c" + random.nextInt(2);
        }

        private String terminal() {
            return "t" + random.nextInt(2);
        }

        private long time() {
            clock += random.nextInt(2_000);
            long back = random.nextInt(3) == 0 ? random.nextInt(LATE) : 0;
            return Math.max(clock - back, watermark - LATE);
        }

        private void send(PartialVector partial) throws Exception {
            Event event = partial.event();
            if (set.isErasedBy(event.source())) {
                early.add(event);
                erase(order == Order.ARRIVAL ? Long.MAX_VALUE : watermark);
            } else if (partial.isFact()) {
                facts.add(event);
            }
            if (partial.isFact()) {
                inOrder.learn(event);
            }
            int subtask = KeyGroupRangeAssignment.assignKeyToParallelOperator(
                    set.keyOf(event), MAX_PARALLELISM, subtasks.size());
            subtasks.get(subtask).processElement(new StreamRecord<>(partial));
        }

        /** Erasures up to a time come into force. */
        private void erase(long until) {
            early.removeIf(erasure -> {
                boolean isDue = erasure.time() <= until;
                if (isDue) {
                    erased.merge(set.keyOf(erasure), erasure.time(), Math::max);
                }
                return isDue;
            });
        }

        private void advance(int by) throws Exception {
            clock = Math.max(clock, watermark + by);
            watermark += by;
            for (var subtask : subtasks) {
                subtask.processWatermark(watermark);
            }
            check();
            erase(watermark);
            inOrder.reach(watermark);
        }

        /** Facts work at once, so those at hand are the ones that the last step saw; events work in the order of the output of all subtasks. */
        private void check() {
            List<PartialVector> output = new ArrayList<>();
            for (int subtask = 0; subtask < checked.length; subtask++) {
                List<PartialVector> all = subtasks.get(subtask).extractOutputValues();
                output.addAll(all.subList(checked[subtask], all.size()));
                checked[subtask] = all.size();
            }
            if (order == Order.EVENT_TIME) {
                output.sort((a, b) -> a.event().time() != b.event().time()
                        ? Long.compare(a.event().time(), b.event().time())
                        : Long.compare(a.event().offset(), b.event().offset()));
            }
            output.forEach(this::check);
        }

        private void check(PartialVector partial) {
            Event event = partial.event();
            erase(order == Order.ARRIVAL ? Long.MIN_VALUE : event.time() - 1);
            PartialVector recomputed = recomputed(event);
            assertThat(features(partial)).as("event %s, %s", event.id(), as).isEqualTo(features(recomputed));
            assertThat(seen(partial)).as("event %s, %s", event.id(), as).isEqualTo(seen(recomputed));
            if (order == Order.EVENT_TIME) {
                PartialVector ofFile = inOrder.evaluate(event);
                assertThat(features(ofFile)).as("event %s, %s", event.id(), as).isEqualTo(features(partial));
                assertThat(seen(ofFile)).as("event %s, %s", event.id(), as).isEqualTo(seen(partial));
            }
            events.add(event);
            predictions++;
        }

        private PartialVector recomputed(Event event) {
            Evaluator evaluator = new Evaluator(PIPELINE.features());
            if (!isErased(event)) {
                facts.stream().filter(fact -> !isErased(fact)).forEach(evaluator::learn);
                events.stream().filter(other -> !isErased(other)).forEach(evaluator::evaluate);
            }
            return evaluator.evaluate(event);
        }

        private boolean isErased(Event event) {
            return event.time() <= erased.getOrDefault(set.keyOf(event), Long.MIN_VALUE);
        }

        private List<Double> features(PartialVector partial) {
            List<Double> values = new ArrayList<>();
            for (WindowedFeature window : set.windows()) {
                for (int value = 0; value < window.aggregate().suffixes().size(); value++) {
                    values.add(partial.row()[window.slot() + value]);
                }
            }
            return values;
        }

        private Set<String> seen(PartialVector partial) {
            Set<String> seen = new TreeSet<>();
            for (int i = 0; i < partial.frontier().size(); i++) {
                if (partial.frontier().set(i) == set.index()) {
                    seen.add(partial.frontier().source(i) + "/"
                            + partial.frontier().partition(i) + "/"
                            + partial.frontier().offset(i));
                }
            }
            return seen;
        }
    }
}
