package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.event.Event;
import io.millrace.event.TextHash;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.ColdRowsWithRoom;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import io.millrace.feature.state.RowRoom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Every aggregate and kind of window over random streams (out of order, with ties, late, repeated, deleted, with nulls, through bytes in between) equals the naive recomputation: to the bit where the definition
 * fixes the bits.
 */
class FeaturesPropertyTest {
    private static final long LATE = 300;
    private static final int SPAN = 4_000;
    private static final List<String> CATEGORIES = List.of("food", "fuel", "cash", "toys", "rent", "bets", "pets");

    /** The entities' states, as a job keeps them: bytes and chunks. */
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

        EntityState of(Event event) {
            String key = event.keyAt(0);
            return states.computeIfAbsent(
                    key, absent -> evaluator.emptyState(cold.computeIfAbsent(key, none -> new ColdRowsWithRoom(room))));
        }

        void restart() {
            states.replaceAll((key, state) -> {
                byte[] bytes = form.write(state);
                state.release();
                EntityState copy = evaluator.emptyState(cold.get(key));
                form.read(bytes, copy);
                return copy;
            });
        }
    }

    @Property(tries = 250)
    void everyVectorEqualsTheNaiveOne(@ForAll long seed) {
        Random random = new Random(seed);
        List<WindowedFeature> windows = windows(random);
        FeatureSet set = Plans.set(windows);
        Entities entities = new Entities(set, (1L << random.nextInt(16)) - 1);
        NaiveFeatures naive = new NaiveFeatures(set);
        long watermark = -SPAN;
        int checked = 0;
        for (Event event : stream(random)) {
            if (event.time() < watermark - LATE) {
                continue;
            }
            EntityState state = entities.of(event);
            entities.evaluator.add(state, event, PartialVector.NO_ROW);
            naive.see(event);
            if (event.source() == Plans.SCORED) {
                checked += check(windows, entities, naive, event, seed);
            }
            if (random.nextInt(15) == 0) {
                delete(random, entities, naive, watermark);
            }
            entities.evaluator.forget(state, watermark - LATE);
            if (random.nextInt(6) == 0) {
                entities.restart();
            }
            watermark = Math.max(watermark, event.time() - 50);
        }
        assertThat(checked).as("values compared, seed %d", seed).isGreaterThan(500);
    }

    private static int check(
            List<WindowedFeature> windows, Entities entities, NaiveFeatures naive, Event event, long seed) {
        double[] row = new double[slots(windows)];
        entities.evaluator.evaluate(entities.of(event), event, row, new Frontier());
        int checked = 0;
        for (WindowedFeature window : windows) {
            double[] expected = naive.values(window, event);
            double[] found = Arrays.copyOfRange(row, window.slot(), window.slot() + expected.length);
            if (NaiveFeatures.isToTheBit(window.aggregate())) {
                assertThat(found)
                        .as("%s at %d, seed %d", window, event.time(), seed)
                        .isEqualTo(expected);
            } else {
                double margin = 1e-9 * Math.max(1, Math.abs(expected[0]));
                assertThat(found[0])
                        .as("%s at %d, seed %d", window, event.time(), seed)
                        .isCloseTo(expected[0], within(margin));
            }
            checked += expected.length;
        }
        return checked;
    }

    /** Deletes an event that the state still holds for sure. */
    private static void delete(Random random, Entities entities, NaiveFeatures naive, long watermark) {
        List<Event> recent = naive.seen().stream()
                .filter(event -> event.time() >= watermark - LATE)
                .toList();
        if (!recent.isEmpty()) {
            Event event = recent.get(random.nextInt(recent.size()));
            assertThat(entities.evaluator.remove(entities.of(event), event)).isTrue();
            naive.delete(event);
        }
    }

    @Property(tries = 150)
    void theSameSetOfEventsGivesTheSameBitsInAnyOrder(@ForAll long seed) {
        Random random = new Random(seed);
        List<WindowedFeature> windows = windows(random);
        FeatureSet set = Plans.set(windows);
        List<Event> events = new ArrayList<>(stream(random));
        Event last = Plans.event(Plans.SCORED, "a", SPAN, 9, 0, 1.5, "food");
        events.add(last);

        double[] once = evaluateLast(set, events, last);
        Collections.shuffle(events, random);
        double[] again = evaluateLast(set, events, last);

        assertThat(again).as("seed %d", seed).isEqualTo(once);
    }

    /** Time moves on with every event of the scored source that is later, so that most events come late. */
    private static double[] evaluateLast(FeatureSet set, List<Event> events, Event last) {
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);
        EntityState state = evaluator.emptyState(new ColdRowsInMemory());
        double[] row = new double[slots(set.windows())];
        for (Event event : events) {
            if (event.keyAt(0).equals("a")) {
                evaluator.add(state, event, PartialVector.NO_ROW);
                evaluator.evaluate(state, event, row, new Frontier());
            }
        }
        evaluator.evaluate(state, last, row, new Frontier());
        return row;
    }

    static int slots(List<WindowedFeature> windows) {
        WindowedFeature last = windows.get(windows.size() - 1);
        return last.slot() + last.aggregate().suffixes().size();
    }

    static List<WindowedFeature> windows(Random random) {
        List<WindowedFeature> windows = new ArrayList<>();
        List<Aggregate> numbers = new ArrayList<>(List.of(
                Plain.COUNT,
                Plain.SUM,
                Plain.AVG,
                Plain.MIN,
                Plain.MAX,
                Plain.VARIANCE,
                Plain.STDDEV,
                Plain.SKEWNESS,
                Plain.KURTOSIS,
                Plain.SINCE_LAST,
                Plain.SINCE_FIRST,
                Plain.GAP_MEAN,
                Plain.GAP_STDDEV,
                new Aggregate.Quantiles(List.of(0.0, 0.5, 0.9, 1.0), 6),
                new Aggregate.Histogram(List.of(-10.0, 0.0, 25.5)),
                new Aggregate.Distinct(4)));
        for (Choice choice : List.of(Choice.FIRST, Choice.LAST, Choice.TOP, Choice.BOTTOM)) {
            numbers.add(new Aggregate.Several(choice, 1 + random.nextInt(4)));
        }
        List<Aggregate> categories = List.of(Plain.ENTROPY, new Aggregate.Distinct(3), new Aggregate.Distinct(50));
        for (int source = 0; source < 2; source++) {
            int base = source * Plans.COLUMNS;
            for (Aggregate aggregate : numbers) {
                int column = List.of(Plans.VALUE, Plans.POSITIVE, Plans.COARSE).get(random.nextInt(3));
                add(windows, random, aggregate, base + column, -1);
            }
            for (Aggregate aggregate : categories) {
                add(windows, random, aggregate, base + Plans.CATEGORY, -1);
            }
            add(windows, random, Plain.COUNT, base + Plans.ALL, -1);
            add(windows, random, Plain.STREAK, base + Plans.CONDITION, -1);
            add(windows, random, Plain.ENTROPY, base + Plans.COARSE, -1);
            add(windows, random, new Aggregate.Several(Choice.MOST_FREQUENT, 3), base + Plans.COARSE, -1);
            for (Plain of : List.of(Plain.COUNT, Plain.SUM, Plain.AVG)) {
                add(windows, random, byGroup(of), base + Plans.VALUE, base + Plans.CATEGORY);
                add(windows, random, new Aggregate.TopGroups(of, 3), base + Plans.VALUE, base + Plans.CATEGORY);
            }
            addDecayed(windows, random, base + Plans.VALUE);
            addVectors(windows, random, Plans.VECTORS + source * Plans.VECTOR_COLUMNS);
        }
        return windows;
    }

    private static void addVectors(List<WindowedFeature> windows, Random random, int first) {
        for (Plain of : List.of(Plain.SUM, Plain.AVG)) {
            add(windows, random, new Aggregate.Vectors(of, Plans.FLOATS), first + 2 * random.nextInt(2), -1);
            add(windows, random, new Aggregate.Vectors(of, Plans.DOUBLES), first + 1, -1);
        }
    }

    private static Aggregate byGroup(Plain of) {
        return new Aggregate.ByGroup(of, List.of(TextHash.of("food"), TextHash.of("cash")), List.of("food", "cash"));
    }

    /** Several windows for each aggregate, one of them for ever, most with the same right edge. */
    private static void add(List<WindowedFeature> windows, Random random, Aggregate aggregate, int column, int by) {
        long lag = random.nextInt(3) > 0 ? 0 : random.nextInt(400);
        boolean withEvent = random.nextInt(3) > 0;
        for (int i = 0; i < 3; i++) {
            long window = i == 2 && random.nextInt(2) == 0 ? WindowedFeature.LIFETIME : 1 + random.nextInt(900);
            addOne(windows, aggregate, column, by, window, Beginning.EXACT, lag, withEvent, random);
        }
        long window = 1L + random.nextInt(random.nextInt(3) == 0 ? 60 : 900);
        addOne(windows, aggregate, column, by, window, beginning(random, window), lag, withEvent, random);
    }

    static Beginning beginning(Random random, long window) {
        return random.nextBoolean()
                ? new Beginning.Session(1 + random.nextInt(random.nextInt(3) == 0 ? 10 : 70))
                : new Beginning.Sliding(1 + random.nextInt((int) window));
    }

    private static void addDecayed(List<WindowedFeature> windows, Random random, int column) {
        for (boolean mean : new boolean[] {false, true}) {
            Aggregate aggregate = new Aggregate.Decayed(1 + random.nextInt(200), mean);
            for (Beginning begins : List.of(Beginning.EXACT, Beginning.EXACT, beginning(random, 190))) {
                long lag = random.nextBoolean() ? 0 : random.nextInt(90);
                addOne(windows, aggregate, column, -1, 1 + random.nextInt(190), begins, lag, true, random);
            }
        }
    }

    private static void addOne(
            List<WindowedFeature> windows,
            Aggregate aggregate,
            int column,
            int by,
            long window,
            Beginning begins,
            long lag,
            boolean withEvent,
            Random random) {
        double empty = random.nextInt(3) == 0 ? -1 : 0;
        int slot = windows.isEmpty() ? 0 : slots(windows);
        windows.add(new WindowedFeature(aggregate, column, by, window, begins, lag, withEvent, empty, slot));
    }

    static List<Event> stream(Random random) {
        List<Event> events = new ArrayList<>();
        int count = 60 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            long base = (long) SPAN * i / count;
            long time = Math.max(0, base - (random.nextInt(5) == 0 ? random.nextInt(400) : random.nextInt(20)));
            events.add(Plans.event(
                    random.nextInt(3) == 0 ? Plans.FACTS : Plans.SCORED,
                    random.nextInt(5) == 0 ? "b" : "a",
                    time / 7 * 7,
                    random.nextInt(3),
                    i,
                    value(random),
                    random.nextInt(9) == 0 ? null : CATEGORIES.get(random.nextInt(CATEGORIES.size()))));
            if (random.nextInt(10) == 0) {
                events.add(events.get(random.nextInt(events.size())));
            }
        }
        return events;
    }

    private static @Nullable Double value(Random random) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        double amount = (random.nextInt(20_000) - 8_000) / 100.0;
        return random.nextInt(4) == 0 ? amount * Math.pow(10, random.nextInt(9) - 4) : amount;
    }
}
