package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.event.Event;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.ColdRowsWithRoom;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.LayoutText;
import io.millrace.feature.state.RowRoom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Every aggregate and kind of window over random streams in which entities are erased, now and again of a time long ago or still to come, and twice, equals the naive recomputation over the events that are left; so does
 * what is said to have been seen.
 */
class ErasurePropertyTest {
    private static final long LATE = 300;
    private static final int SPAN = 4_000;
    /** Times of the stream are multiples of this, so that erasures often are of the time of an event. */
    private static final long STEP = 7;

    /** The entities of one set as a job keeps them: as bytes and chunks, which are read under the same layout or brought to it as from another one. */
    private static final class Entities {
        private final FeatureSetEvaluator evaluator;
        private final EntityForm form = new EntityForm(0);
        private final Map<String, EntityState> states = new HashMap<>();
        private final Map<String, ColdRows> cold = new HashMap<>();
        private final RowRoom room;

        /** @param room how many bytes of older rows may be in memory */
        Entities(FeatureSet set, long room) {
            this.room = new RowRoom(room);
            evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
        }

        EntityState of(String key) {
            return states.computeIfAbsent(
                    key, absent -> evaluator.emptyState(cold.computeIfAbsent(key, none -> new ColdRowsWithRoom(room))));
        }

        void restart(boolean migrates) {
            LayoutText layout = LayoutText.parse(evaluator.layout().text().toString());
            states.replaceAll((key, state) -> {
                byte[] bytes = form.write(state);
                state.release();
                EntityState copy = evaluator.emptyState(cold.get(key));
                if (migrates) {
                    form.migrate(bytes, layout, cold.get(key), copy);
                } else {
                    form.read(bytes, copy);
                    assertThat(form.write(copy)).isEqualTo(bytes);
                }
                return copy;
            });
        }
    }

    /** A stream under way. */
    private static final class Run {
        private final Random random;
        private final long seed;
        private final List<WindowedFeature> windows;
        private final FeatureSet set;
        private final Entities entities;
        private final NaiveFeatures naive;
        private final Map<String, Long> erased = new HashMap<>();
        private long watermark = -SPAN;
        private int compared;

        Run(long seed) {
            this.random = new Random(seed);
            this.seed = seed;
            this.windows = FeaturesPropertyTest.windows(random);
            this.set = Plans.set(windows);
            this.entities = new Entities(set, (1L << random.nextInt(16)) - 1);
            this.naive = new NaiveFeatures(set);
        }

        void play() {
            for (Event event : FeaturesPropertyTest.stream(random)) {
                if (event.time() >= watermark - LATE) {
                    take(event);
                    if (random.nextInt(20) == 0) {
                        erase(random.nextBoolean() ? "a" : "b");
                    }
                    if (random.nextInt(15) == 0) {
                        delete();
                    }
                    entities.evaluator.forget(entities.of(event.keyAt(0)), watermark - LATE);
                    if (random.nextInt(6) == 0) {
                        entities.restart(random.nextInt(4) == 0);
                    }
                    watermark = Math.max(watermark, event.time() - 50);
                }
            }
            assertThat(compared).as("values compared, seed %d", seed).isGreaterThan(500);
            leave();
        }

        private void take(Event event) {
            EntityState state = entities.of(event.keyAt(0));
            entities.evaluator.add(state, event, PartialVector.NO_ROW);
            boolean isErased = event.time() <= erased.getOrDefault(event.keyAt(0), Long.MIN_VALUE);
            assertThat(state.isErased(event.time())).as("seed %d", seed).isEqualTo(isErased);
            if (!isErased) {
                naive.see(event);
            }
            if (event.source() != Plans.SCORED) {
                return;
            }
            if (isErased) {
                NaiveFeatures itself = new NaiveFeatures(set);
                itself.see(event);
                check(state, event, itself);
            } else {
                check(state, event, naive);
            }
        }

        private void check(EntityState state, Event event, NaiveFeatures expected) {
            double[] row = new double[FeaturesPropertyTest.slots(windows)];
            Frontier frontier = new Frontier();
            entities.evaluator.evaluate(state, event, row, frontier);
            for (WindowedFeature window : windows) {
                compare(window, row, expected.values(window, event));
                compared++;
            }
            assertThat(seen(frontier)).as("seed %d", seed).isEqualTo(seen(expected.seen(), event));
        }

        private void compare(WindowedFeature window, double[] row, double[] expected) {
            double[] found = Arrays.copyOfRange(row, window.slot(), window.slot() + expected.length);
            if (NaiveFeatures.isToTheBit(window.aggregate())) {
                assertThat(found).as("%s, seed %d", window, seed).isEqualTo(expected);
            } else {
                double margin = 1e-9 * Math.max(1, Math.abs(expected[0]));
                assertThat(found[0]).as("%s, seed %d", window, seed).isCloseTo(expected[0], within(margin));
            }
        }

        private void erase(String key) {
            long until = (Math.max(0, watermark) - LATE + random.nextInt(500)) / STEP * STEP;
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
                entities.evaluator.erase(entities.of(key), until);
            }
            erased.merge(key, until, Math::max);
            naive.erase(key, until);
        }

        /** Deletes an event that may be late still; one that is erased is not there. */
        private void delete() {
            List<Event> recent = naive.seen().stream()
                    .filter(event -> event.time() >= watermark - LATE)
                    .toList();
            if (!recent.isEmpty()) {
                Event event = recent.get(random.nextInt(recent.size()));
                assertThat(entities.evaluator.remove(entities.of(event.keyAt(0)), event))
                        .as("seed %d", seed)
                        .isTrue();
                naive.delete(event);
            }
        }

        /** An erasure after everything leaves nothing, and goes itself when nothing of before can come. */
        private void leave() {
            long end = SPAN + 500;
            entities.states.forEach((key, state) -> {
                entities.evaluator.erase(state, end);
                entities.evaluator.forget(state, end);
                assertThat(state.isEmpty()).as("seed %d", seed).isFalse();
                entities.evaluator.forget(state, end + 1);
                assertThat(state.isEmpty()).as("seed %d", seed).isTrue();
            });
        }
    }

    private static Map<String, Long> seen(Frontier frontier) {
        Map<String, Long> seen = new TreeMap<>();
        for (int i = 0; i < frontier.size(); i++) {
            seen.put(frontier.source(i) + "/" + frontier.partition(i), frontier.offset(i));
        }
        return seen;
    }

    private static Map<String, Long> seen(List<Event> events, Event at) {
        Map<String, Long> seen = new TreeMap<>();
        events.stream()
                .filter(event -> event.keyAt(0).equals(at.keyAt(0)))
                .filter(event -> event.source() == at.source()
                        ? NaiveFeatures.ORDER.compare(event, at) <= 0
                        : event.time() <= at.time())
                .forEach(event -> seen.merge(event.source() + "/" + event.partition(), event.offset(), Math::max));
        return seen;
    }

    @Property(tries = 70)
    void whatWasErasedMightNeverHaveBeen(@ForAll long seed) {
        new Run(seed).play();
    }

    @Property(tries = 50)
    void theSameEventsAndErasuresGiveTheSameBitsInAnyOrder(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureSet set = Plans.set(FeaturesPropertyTest.windows(random));
        List<Event> events = FeaturesPropertyTest.stream(random);
        List<Object> steps = new ArrayList<>(events);
        long latest = 0;
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            long until = random.nextInt(SPAN) / STEP * STEP;
            latest = Math.max(latest, until);
            steps.add(until);
        }
        Event last = Plans.event(Plans.SCORED, "a", SPAN, 9, 0, 1.5, "food");
        long erased = latest;
        List<Object> left = new ArrayList<>(
                events.stream().filter(event -> event.time() > erased).toList());

        Map<String, Long> frontier = new TreeMap<>();
        double[] expected = last(set, left, last, random, frontier);
        for (int order = 0; order < 3; order++) {
            Collections.shuffle(steps, random);
            Map<String, Long> seen = new TreeMap<>();
            assertThat(last(set, steps, last, random, seen)).as("seed %d", seed).isEqualTo(expected);
            assertThat(seen).as("seed %d", seed).isEqualTo(frontier);
        }
    }

    /** The features of the last event after steps, each an event or the time of an erasure; some events are evaluated on the way, so that the state moves on. */
    private static double[] last(
            FeatureSet set, List<Object> steps, Event last, Random random, Map<String, Long> frontier) {
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
        EntityState state = evaluator.emptyState(new ColdRowsInMemory());
        int slots = FeaturesPropertyTest.slots(set.windows());
        for (Object step : steps) {
            if (step instanceof Event event && event.keyAt(0).equals("a")) {
                evaluator.add(state, event, PartialVector.NO_ROW);
                if (event.source() == Plans.SCORED && random.nextInt(3) == 0) {
                    evaluator.evaluate(state, event, new double[slots], new Frontier());
                }
            } else if (step instanceof Long until) {
                evaluator.erase(state, until);
            }
        }
        double[] row = new double[slots];
        Frontier seen = new Frontier();
        evaluator.add(state, last, row);
        evaluator.evaluate(state, last, row, seen);
        frontier.putAll(seen(seen));
        return row;
    }
}
