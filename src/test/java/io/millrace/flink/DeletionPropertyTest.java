package io.millrace.flink;

import static io.millrace.flink.Deletable.DUPLICATES;
import static io.millrace.flink.Deletable.PIPELINE;
import static io.millrace.flink.Deletable.TERMINAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.Evaluator;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.PartialVector;
import io.millrace.feature.WindowedFeature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * A random stream of events, facts and deletions of both, with late events, restarts and leaps of event time, against a recomputation over the events that were there and
 * not yet deleted when an event was evaluated.
 */
class DeletionPropertyTest {
    private static final int STEPS = 400;
    private static final FeatureSet SET = PIPELINE.features().sets().get(TERMINAL);

    @Property(tries = 8)
    void whatWasDeletedMightNeverHaveBeen(@ForAll long seed) throws Exception {
        for (Order order : Order.values()) {
            try (Run run = new Run(order, seed)) {
                run.play();
            }
        }
    }

    /** One stream. */
    private static final class Run implements AutoCloseable {
        private final Order order;
        private final long seed;
        private final Random random;
        private final RandomTimes times;
        private final List<Event> deletable = new ArrayList<>();
        private final List<Event> facts = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();
        private KeyedOneInputStreamOperatorTestHarness<String, PartialVector, PartialVector> harness;
        private int checked;
        private int predictions;
        private int retractions;

        Run(Order order, long seed) throws Exception {
            this.order = order;
            this.seed = seed;
            this.random = new Random(seed);
            this.times = new RandomTimes(random);
            this.harness = Deletable.features(TERMINAL, order);
            harness.open();
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }

        void play() throws Exception {
            int sent = 0;
            int deleted = 0;
            for (int step = 0; step < STEPS; step++) {
                int what = random.nextInt(10);
                if (what < 4) {
                    send(Deletable.transaction("" + step, "c", terminal(), random.nextInt(50), times.next(), step));
                    sent++;
                    // A tombstone that was read before its event.
                    deleted += random.nextInt(8) == 0 && delete(deletable.size() - 1) ? 1 : 0;
                } else if (what < 6) {
                    send(CardEvents.fraud("" + step, terminal(), times.next(), step));
                } else if (what < 8) {
                    deleted += delete(random.nextInt(deletable.size() + 1)) ? 1 : 0;
                } else if (what < 9) {
                    advance(random.nextInt(20) == 0 ? random.nextInt(DUPLICATES / 2) : random.nextInt(8_000));
                } else if (random.nextInt(4) == 0) {
                    restart();
                }
                check();
            }
            harness.processWatermark(Long.MAX_VALUE);
            check();
            assertThat(predictions).as("seed %d, %s", seed, order).isEqualTo(sent);
            assertThat(retractions).as("seed %d, %s", seed, order).isEqualTo(deleted);
        }

        private String terminal() {
            return "t" + random.nextInt(3);
        }

        private void send(PartialVector partial) throws Exception {
            if (!partial.isScored()) {
                facts.add(partial.event());
            }
            deletable.add(partial.event());
            harness.processElement(new StreamRecord<>(partial));
        }

        /** Whether a scored event was deleted. */
        private boolean delete(int which) throws Exception {
            if (which >= deletable.size() || deletable.get(which).time() + DUPLICATES < times.watermark()) {
                return false;
            }
            Event event = deletable.remove(which);
            boolean isFact = facts.remove(event);
            harness.processElement(new StreamRecord<>(PartialVector.retraction(event)));
            return !isFact;
        }

        private void advance(int by) throws Exception {
            harness.processWatermark(times.advance(by));
        }

        private void restart() throws Exception {
            OperatorSubtaskState snapshot = harness.snapshot(1, 1);
            harness.close();
            harness = Deletable.features(TERMINAL, order);
            harness.initializeState(snapshot);
            harness.open();
            checked = 0;
        }

        /** Facts work at once, so those at hand are the ones that the last step saw; events and retractions of events work in the order of the output. */
        private void check() {
            List<PartialVector> output = harness.extractOutputValues();
            for (; checked < output.size(); checked++) {
                PartialVector partial = output.get(checked);
                if (partial.isRetraction()) {
                    assertThat(events.removeIf(
                                    event -> event.offset() == partial.event().offset()))
                            .as("the event came before its retraction; seed %d, %s", seed, order)
                            .isTrue();
                    retractions++;
                } else {
                    assertThat(features(partial))
                            .as("event %s, seed %d, %s", partial.event().id(), seed, order)
                            .isEqualTo(features(recomputed(partial.event())));
                    events.add(partial.event());
                    predictions++;
                }
            }
        }

        private PartialVector recomputed(Event event) {
            Evaluator evaluator = new Evaluator(PIPELINE.features());
            facts.forEach(evaluator::learn);
            events.forEach(evaluator::evaluate);
            return evaluator.evaluate(event);
        }

        private static List<Double> features(PartialVector partial) {
            List<Double> values = new ArrayList<>();
            for (WindowedFeature window : SET.windows()) {
                for (int value = 0; value < window.aggregate().suffixes().size(); value++) {
                    values.add(partial.row()[window.slot() + value]);
                }
            }
            return values;
        }
    }
}
