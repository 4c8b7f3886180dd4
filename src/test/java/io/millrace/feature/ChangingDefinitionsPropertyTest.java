package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.LayoutText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Over random streams the definition changes again and again: columns in another order, windows gone and back, while some changes pass an entity by. Whatever windows a definition has, their values are those
 * of the naive recomputation, and no row at rest is left behind.
 */
class ChangingDefinitionsPropertyTest {
    private static final long LATE = 300;
    private static final long LONGEST = 2_000;

    /** A definition with the windows of another one, in part and in another order; lifetime windows are in all of them. */
    private static FeatureSet variant(List<WindowedFeature> all, Random random) {
        List<Integer> order = new ArrayList<>();
        List<Column> columns = Plans.columns();
        for (int column = 0; column < columns.size(); column++) {
            order.add(column);
        }
        Collections.shuffle(order, random);
        List<WindowedFeature> chosen = new ArrayList<>();
        List<WindowedFeature> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        int slot = 0;
        for (WindowedFeature window : shuffled) {
            if (window.isLifetime() || window.window() == LONGEST || random.nextBoolean()) {
                chosen.add(new WindowedFeature(
                        window.aggregate(),
                        order.indexOf(window.column()),
                        window.by() < 0 ? -1 : order.indexOf(window.by()),
                        window.window(),
                        window.begins(),
                        window.lag(),
                        window.withEvent(),
                        window.empty(),
                        slot));
                slot += window.aggregate().suffixes().size();
            }
        }
        return new FeatureSet(
                "entity",
                0,
                List.of(List.of(0), List.of(0)),
                order.stream().map(columns::get).toList(),
                chosen,
                0);
    }

    private static List<WindowedFeature> windows(Random random) {
        List<WindowedFeature> all = new ArrayList<>(FeaturesPropertyTest.windows(random));
        for (int source = 0; source < 2; source++) {
            int column = source * Plans.COLUMNS;
            all.add(new WindowedFeature(Plain.COUNT, column, -1, LONGEST, 0, true, 0, FeaturesPropertyTest.slots(all)));
        }
        return all;
    }

    @Property(tries = 120)
    void whatStaysKeepsItsValuesAndWhatComesBackHasThem(@ForAll long seed) {
        Random random = new Random(seed);
        List<WindowedFeature> all = windows(random);
        FeatureSet set = variant(all, random);
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
        ColdRows cold = new ColdRowsInMemory();
        EntityState state = evaluator.emptyState(cold);
        NaiveFeatures naive = new NaiveFeatures(set);
        long watermark = -10_000;
        int changes = 0;
        for (Event event : FeaturesPropertyTest.stream(random)) {
            if (event.time() < watermark - LATE || !event.keyAt(0).equals("a")) {
                continue;
            }
            evaluator.add(state, event, PartialVector.NO_ROW);
            naive.see(event);
            if (event.source() == Plans.SCORED) {
                check(set, evaluator, state, naive, event, seed);
            }
            evaluator.forget(state, watermark - LATE);
            if (changes == 0 || random.nextInt(12) == 0) {
                byte[] bytes = new EntityForm(0).write(state);
                LayoutText before = evaluator.layout().text();
                set = variant(all, random);
                evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
                state = evaluator.emptyState(cold);
                new EntityForm(1).migrate(bytes, LayoutText.parse(before.toString()), cold, state);
                NaiveFeatures same = new NaiveFeatures(set);
                naive.seen().forEach(same::see);
                naive = same;
                changes++;
            }
            watermark = Math.max(watermark, event.time() - 50);
        }
        assertThat(changes).as("seed %d", seed).isPositive();
    }

    private static void check(
            FeatureSet set,
            FeatureSetEvaluator evaluator,
            EntityState state,
            NaiveFeatures naive,
            Event event,
            long seed) {
        double[] row = new double[FeaturesPropertyTest.slots(set.windows())];
        Frontier frontier = new Frontier();
        evaluator.evaluate(state, event, row, frontier);
        for (WindowedFeature window : set.windows()) {
            double[] expected = naive.values(window, event);
            double[] found = Arrays.copyOfRange(row, window.slot(), window.slot() + expected.length);
            if (NaiveFeatures.isToTheBit(window.aggregate())) {
                assertThat(found)
                        .as("%s at %d, seed %d", window, event.time(), seed)
                        .isEqualTo(expected);
            }
        }
        checkFrontier(naive, frontier, event, seed);
    }

    /** Of each source and partition the highest offset of the events as of this one. */
    private static void checkFrontier(NaiveFeatures naive, Frontier frontier, Event event, long seed) {
        for (int i = 0; i < frontier.size(); i++) {
            int source = frontier.source(i);
            int partition = frontier.partition(i);
            long highest = naive.seen().stream()
                    .filter(e -> e.source() == source && e.partition() == partition)
                    .filter(e -> e.time() < event.time()
                            || (e.time() == event.time() && (source != event.source() || isUpTo(e, event))))
                    .mapToLong(Event::offset)
                    .max()
                    .orElse(-1);
            assertThat(frontier.offset(i))
                    .as("frontier of %d/%d at %d, seed %d", source, partition, event.time(), seed)
                    .isEqualTo(highest);
        }
        long partitions = naive.seen().stream()
                .filter(e -> e.source() == event.source())
                .filter(e -> e.time() < event.time() || (e.time() == event.time() && isUpTo(e, event)))
                .map(Event::partition)
                .distinct()
                .count();
        long found = java.util.stream.IntStream.range(0, frontier.size())
                .filter(i -> frontier.source(i) == event.source())
                .count();
        assertThat(found).as("partitions at %d, seed %d", event.time(), seed).isEqualTo(partitions);
    }

    private static boolean isUpTo(Event event, Event last) {
        return event.partition() != last.partition()
                ? event.partition() < last.partition()
                : event.offset() <= last.offset();
    }
}
