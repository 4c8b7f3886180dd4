package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.state.EntityState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * One definition takes the place of another, twice, in the middle of a random stream: features, windows and sources come, go and change places, entities are brought to the new layout when they are used, some of them two
 * definitions later. Every feature that is not warming equals the naive recomputation over all events, and every one that is warming is missing.
 *
 * <p>A lifetime feature that comes later is missing for ever.
 */
class EvolutionPropertyTest {
    private static final long LATE = 300;
    private static final int DEFINITIONS = 3;

    @Property(tries = 100)
    void everyFeatureIsExactOrMissing(@ForAll long seed) {
        new Run(new Random(seed), seed).go();
    }

    @Test
    void aLifetimeFeatureThatComesLaterIsOfTheKeptRowsAlone() {
        WindowedFeature sum = lifetime(Aggregate.Plain.SUM, 0);
        EvolvingEntities entities = new EvolvingEntities(Plans.setOfUsed(List.of(sum)), 0);
        for (int i = 0; i < 10; i++) {
            add(entities, i, i * 100.0);
        }
        entities.become(
                Plans.setOfUsed(List.of(
                        sum,
                        lifetime(Aggregate.Plain.STDDEV, 1),
                        lifetime(Aggregate.Plain.SKEWNESS, 2),
                        lifetime(Aggregate.Plain.GAP_MEAN, 3),
                        lifetime(Aggregate.Plain.COUNT, 4))),
                9,
                9);
        add(entities, 1_000, 1);
        add(entities, 1_001, 2);

        double[] row = add(entities, 1_003, 3);

        assertThat(row[0]).isEqualTo(4_506);
        assertThat(row[1]).isEqualTo(1);
        assertThat(row[2]).isZero();
        assertThat(row[3]).isEqualTo(1.5);
        assertThat(row[4]).isEqualTo(3);
    }

    private static WindowedFeature lifetime(Aggregate aggregate, int slot) {
        return new WindowedFeature(aggregate, Plans.VALUE, -1, WindowedFeature.LIFETIME, 0, true, 0, slot);
    }

    private static double[] add(EvolvingEntities entities, long time, double value) {
        Event event = Plans.event(Plans.SCORED, "a", time, 0, time, value, null);
        EntityState state = entities.of(event);
        double[] row = new double[entities.set().windows().size()];
        entities.evaluator().add(state, event, PartialVector.NO_ROW);
        entities.evaluator().evaluate(state, event, row, new Frontier());
        entities.evaluator().forget(state, time + 1);
        return row;
    }

    private static final class Run {
        private final Random random;
        private final long seed;
        private final List<WindowedFeature> pool;
        private final NaiveFeatures naive = new NaiveFeatures(Plans.set(FeaturesPropertyTest.windows(new Random(1))));
        private List<WindowedFeature> windows;
        private List<WindowedFeature> sinceTheBeginning;
        private final EvolvingEntities entities;
        private Warming warming;
        private long watermark = Long.MIN_VALUE / 2;
        private long newest = Long.MIN_VALUE / 2;
        private long changed = Long.MIN_VALUE;
        private int compared;

        Run(Random random, long seed) {
            this.random = random;
            this.seed = seed;
            this.pool = FeaturesPropertyTest.windows(random);
            this.windows = definition(List.of());
            this.sinceTheBeginning = windows;
            this.entities = new EvolvingEntities(Plans.setOfUsed(windows), LATE);
            this.warming = entities.warming();
        }

        /** Some of the features at hand and some others of the pool, in any order, at times without one of the sources. */
        private List<WindowedFeature> definition(List<WindowedFeature> before) {
            int without = random.nextInt(5);
            List<WindowedFeature> chosen = new ArrayList<>();
            for (WindowedFeature window : pool) {
                boolean wanted = before.contains(window) ? random.nextInt(4) > 0 : random.nextInt(4) == 0;
                if (wanted && window.column() / Plans.COLUMNS != without) {
                    chosen.add(window);
                }
            }
            Collections.shuffle(chosen, random);
            return chosen;
        }

        void go() {
            List<Event> events = FeaturesPropertyTest.stream(random);
            int phase = 0;
            boolean isIdle = random.nextBoolean();
            for (int i = 0; i < events.size(); i++) {
                if (i * DEFINITIONS / events.size() > phase) {
                    phase++;
                    change();
                }
                Event event = events.get(i);
                boolean sleeps = isIdle && phase == 1 && event.keyAt(0).equals("b");
                if (event.time() >= watermark - LATE && !sleeps) {
                    take(event);
                }
            }
            assertThat(compared).as("values compared, seed %d", seed).isGreaterThan(200);
            assertThat(entities.migrated()).as("seed %d", seed).isGreaterThanOrEqualTo(DEFINITIONS - 1);
        }

        private void change() {
            changed = newest;
            windows = definition(windows);
            sinceTheBeginning =
                    windows.stream().filter(sinceTheBeginning::contains).toList();
            entities.become(Plans.setOfUsed(windows), newest, Math.min(watermark, newest));
            warming = entities.warming();
        }

        private void take(Event event) {
            newest = Math.max(newest, event.time());
            EntityState state = entities.of(event);
            entities.evaluator().add(state, event, PartialVector.NO_ROW);
            naive.see(event);
            if (event.source() == Plans.SCORED) {
                check(event);
            }
            if (random.nextInt(15) == 0) {
                delete();
            }
            entities.evaluator().forget(entities.of(event), Math.min(watermark, event.time()) - LATE);
            if (random.nextInt(6) == 0) {
                entities.restart();
            }
            watermark = Math.max(watermark, event.time() - 50);
        }

        private void delete() {
            List<Event> recent = naive.seen().stream()
                    .filter(event -> event.time() >= watermark - LATE)
                    .toList();
            if (!recent.isEmpty()) {
                Event event = recent.get(random.nextInt(recent.size()));
                entities.evaluator().remove(entities.of(event), event);
                naive.delete(event);
            }
        }

        private void check(Event event) {
            List<WindowedFeature> placed = entities.set().windows();
            double[] row = new double[FeaturesPropertyTest.slots(placed)];
            entities.evaluator().evaluate(entities.of(event), event, row, new Frontier());
            warming.apply(event.time(), row, WarmingSlots.NONE);
            for (int i = 0; i < placed.size(); i++) {
                WindowedFeature window = windows.get(i);
                int slot = placed.get(i).slot();
                double[] found = Arrays.copyOfRange(
                        row, slot, slot + window.aggregate().suffixes().size());
                compare(window, found, event);
            }
        }

        private void compare(WindowedFeature window, double[] found, Event event) {
            if (isMissing(found)) {
                assertThat(mayWarm(window, event))
                        .as("%s is warming at %d, seed %d", window, event.time(), seed)
                        .isTrue();
            } else {
                compareExactly(window, found, event);
            }
        }

        private static boolean isMissing(double[] found) {
            return Arrays.stream(found).allMatch(Double::isNaN);
        }

        /** Neither a feature that every definition had, nor one whose window began after the last change. */
        private boolean mayWarm(WindowedFeature window, Event event) {
            return !sinceTheBeginning.contains(window)
                    && (window.isLifetime() || event.time() - window.reach() < changed);
        }

        private void compareExactly(WindowedFeature window, double[] found, Event event) {
            double[] expected = naive.values(window, event);
            String what = window + " at " + event.time() + ", seed " + seed;
            if (NaiveFeatures.isToTheBit(window.aggregate())) {
                assertThat(found).as(what).isEqualTo(expected);
            } else {
                assertThat(found[0]).as(what).isCloseTo(expected[0], within(1e-9 * Math.max(1, Math.abs(expected[0]))));
            }
            compared += expected.length;
        }
    }
}
