package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.EventHash;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The hash of the events that windows held, against a sum over the events that were in them: in any order, late and deleted. */
class EventHashPropertyTest {
    private static final int EVENTS = 250;

    private record Held(long scored, long facts) {}

    private static WindowedFeature window(Random random, int source, int slot, boolean lifetime) {
        int column = source * Plans.COLUMNS + (random.nextBoolean() ? Plans.VALUE : Plans.POSITIVE);
        Aggregate aggregate = random.nextBoolean() ? Plain.COUNT : Plain.SUM;
        long length = lifetime ? WindowedFeature.LIFETIME : 1 + random.nextInt(400);
        long lag = random.nextBoolean() ? 0 : random.nextInt(60);
        return new WindowedFeature(aggregate, column, -1, length, lag, random.nextBoolean(), 0, slot);
    }

    private static FeatureSet set(Random random) {
        List<WindowedFeature> windows = new ArrayList<>();
        for (int source : List.of(Plans.SCORED, Plans.FACTS)) {
            boolean lifetime = random.nextInt(4) == 0;
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                windows.add(window(random, source, windows.size(), lifetime && i == 0));
            }
        }
        return Plans.setOfUsed(windows);
    }

    /** The sum over the events that a window of a source may hold. */
    private static long expected(FeatureSet set, int source, Event at, List<Event> all, Set<Event> gone) {
        List<WindowedFeature> windows = set.windows().stream()
                .filter(window -> set.columns().get(window.column()).source() == source)
                .toList();
        long sum = 0;
        for (Event event : all) {
            if (event.source() == source
                    && !gone.contains(event)
                    && isKept(set, event)
                    && windows.stream().anyMatch(window -> isBeforeEnd(window, event, at, source))
                    && windows.stream()
                            .anyMatch(window ->
                                    window.isLifetime() || event.time() > at.time() - window.lag() - window.window())) {
                sum += EventHash.of(event.partition(), event.offset());
            }
        }
        return sum;
    }

    private static boolean isKept(FeatureSet set, Event event) {
        return set.columnsOf(event.source()).stream()
                .anyMatch(column -> column.projection().bits(event, PartialVector.NO_ROW)
                        != io.millrace.feature.state.Rows.MISSING);
    }

    private static boolean isBeforeEnd(WindowedFeature window, Event event, Event at, int source) {
        if (window.lag() > 0 || source != Plans.SCORED) {
            return event.time() <= at.time() - window.lag();
        }
        return isBefore(event, at) || (window.withEvent() && event == at);
    }

    private static boolean isBefore(Event event, Event at) {
        if (event.time() != at.time()) {
            return event.time() < at.time();
        }
        return event.partition() != at.partition() ? event.partition() < at.partition() : event.offset() < at.offset();
    }

    @Property(tries = 150)
    void isTheSumOverTheEventsInTheWindows(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureSet set = set(random);
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
        EntityState state = evaluator.emptyState(new ColdRowsInMemory());
        List<Event> all = new ArrayList<>();
        Set<Event> gone = new HashSet<>();
        double[] row = new double[set.windows().size()];
        for (int i = 0; i < EVENTS; i++) {
            long time = Math.max(0, i * 4L - (random.nextInt(8) == 0 ? random.nextInt(300) : random.nextInt(3)));
            Double value = random.nextInt(6) == 0 ? null : (double) (random.nextInt(9) - 4);
            int source = random.nextInt(3) == 0 ? Plans.FACTS : Plans.SCORED;
            Event event = Plans.event(source, "a", time, random.nextInt(3), i, value, "food");
            all.add(event);
            evaluator.add(state, event, PartialVector.NO_ROW);
            if (source == Plans.SCORED) {
                Frontier frontier = new Frontier();
                evaluator.evaluate(state, event, row, frontier);
                assertThat(found(frontier))
                        .as("seed %s, event %s of %s", seed, i, set.windows())
                        .isEqualTo(new Held(
                                expected(set, Plans.SCORED, event, all, gone),
                                expected(set, Plans.FACTS, event, all, gone)));
            }
            if (random.nextInt(10) == 0) {
                Event deleted = all.get(random.nextInt(all.size()));
                if (evaluator.remove(state, deleted)) {
                    gone.add(deleted);
                }
            }
        }
    }

    private static Held found(Frontier frontier) {
        long[] sums = new long[2];
        for (int i = 0; i < frontier.held(); i++) {
            sums[frontier.heldSource(i)] += frontier.heldHash(i);
        }
        return new Held(sums[Plans.SCORED], sums[Plans.FACTS]);
    }

    @Test
    void dependsOnPartitionAndOffset() {
        Set<Long> hashes = new HashSet<>();
        for (int partition = 0; partition < 40; partition++) {
            for (long offset = 0; offset < 1_000; offset++) {
                hashes.add(EventHash.of(partition, offset));
            }
        }
        assertThat(hashes).hasSize(40_000);
        assertThat(EventHash.of(0, 0)).as("pinned: it stands in predictions").isEqualTo(7_175_312_947_680_778_460L);
    }
}
