package io.millrace.feature.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A log under random rows (in order, late, with ties, twice, deleted), moves of time, forgetting, and journeys through bytes: at any time each part knows the rows that lie behind each of its edges,
 * and no others.
 */
class LogPropertyTest {
    private static final Edge[] LEFT = {Edge.before(40), Edge.before(300), Edge.before(2_000)};
    private static final long HOP = 70;
    private static final long REACH = 2_000 + HOP - 1;
    private static final Comparator<List<Long>> ORDER = Comparator.<List<Long>>comparingLong(row -> row.get(0))
            .thenComparingLong(row -> row.get(1))
            .thenComparingLong(row -> row.get(2));

    private static EntityLayout layout(int columns) {
        PartsBuilder parts = new PartsBuilder();
        for (Edge right : List.of(Edge.WITH_EVENT, Edge.WITHOUT_EVENT, Edge.before(25))) {
            for (Edge left : LEFT) {
                parts.use(new SetPart(0, true, true), right, left);
                parts.use(new SetPart(0, true, false), right, left);
                parts.use(new SetPart(0, false, true), right, left);
            }
            parts.use(new SetPart(0, true, true), right, null);
            parts.use(new SetPart(0, true, false), right, null);
        }
        for (Edge left : LEFT) {
            parts.use(new SetPart(0, true, true), Edge.WITH_EVENT, Edge.before(left.offset(), HOP));
        }
        return new EntityLayout(List.of(
                new LogLayout(0, "origin", List.of("value", "other").subList(0, columns), parts, Edge.WITH_EVENT)));
    }

    @Property(tries = 60)
    void everyPartKnowsWhatLiesBehindItsEdges(@ForAll long seed) {
        Random random = new Random(seed);
        EntityLayout layout = layout(2);
        EntityForm form = new EntityForm(3);
        ColdRows cold = new ColdRowsWithRoom(new RowRoom((1L << random.nextInt(16)) - 1));
        EntityState state = new EntityState(layout, cold, new StateWriter());
        TreeMap<List<Long>, Long> all = new TreeMap<>(ORDER);
        long now = 5_000;
        int spread = 1 + random.nextInt(60);
        for (int step = 0; step < 700; step++) {
            now += random.nextInt(spread);
            List<Long> place = random.nextInt(6) == 0 ? late(random, now) : place(random, now);
            long value = random.nextInt(9) == 0 ? Rows.MISSING : Double.doubleToRawLongBits(random.nextInt(90) / 4.0);
            Log log = state.logs().get(0);
            boolean isNew = state.insert(
                    log, place.get(0), place.get(1).intValue(), place.get(2), new long[] {value, value + 1});
            assertThat(isNew).as("seed %d", seed).isEqualTo(!all.containsKey(place));
            all.putIfAbsent(place, value);
            if (random.nextInt(3) > 0
                    && state.asOf().isBefore(place.get(0), place.get(1).intValue(), place.get(2))) {
                state.advance(place.get(0), place.get(1).intValue(), place.get(2));
            }
            if (random.nextInt(12) == 0) {
                remove(random, state, all, seed);
            }
            if (random.nextInt(10) == 0) {
                forget(state, all, now - 500);
            }
            if (random.nextInt(5) == 0) {
                state = copy(form, layout, cold, state);
            }
            if (step % 5 == 0) {
                check(state, all, seed);
            }
        }
        assertThat(all.size()).as("seed %d", seed).isGreaterThan(60);
    }

    private static List<Long> place(Random random, long now) {
        return List.of(now / 3 * 3, (long) random.nextInt(3), (long) random.nextInt(20));
    }

    private static List<Long> late(Random random, long now) {
        return place(random, now - random.nextInt(random.nextBoolean() ? 60 : 490));
    }

    private static void remove(Random random, EntityState state, Map<List<Long>, Long> all, long seed) {
        List<List<Long>> places = new ArrayList<>(all.keySet());
        List<Long> place = places.get(places.size() - 1 - random.nextInt(Math.min(places.size(), 60)));
        boolean removed =
                state.remove(state.logs().get(0), place.get(0), place.get(1).intValue(), place.get(2));
        if (removed) {
            all.put(place, Rows.MISSING);
        }
        assertThat(removed || isForgotten(state, place))
                .as("removal of %s, seed %d", place, seed)
                .isTrue();
    }

    private static boolean isForgotten(EntityState state, List<Long> place) {
        return place.get(0) <= state.asOf().time() - REACH;
    }

    private static void forget(EntityState state, Map<List<Long>, Long> all, long earliest) {
        state.advancePast(earliest - 1);
        state.forgetUntil(earliest - 1 - REACH);
        assertThat(all).isNotEmpty();
    }

    private static EntityState copy(EntityForm form, EntityLayout layout, ColdRows cold, EntityState state) {
        byte[] bytes = form.write(state);
        state.release();
        EntityState copy = new EntityState(layout, cold, new StateWriter());
        form.read(bytes, copy);
        assertThat(form.write(copy)).isEqualTo(bytes);
        return copy;
    }

    private static void check(EntityState state, Map<List<Long>, Long> all, long seed) {
        Log log = state.logs().get(0);
        for (int part = 0; part < log.parts().length; part++) {
            PlacedPart placed = log.layout().parts().get(part);
            SetPart.State known = (SetPart.State) log.parts()[part];
            for (int edge = 0; edge < placed.edges().size(); edge++) {
                Collection<List<Long>> behind =
                        behind(state.asOf(), placed.edges().get(edge), all);
                assertThat(since(state.asOf(), known.behind.get(edge)))
                        .as("%s, edge %d, seed %d", placed.text(), edge, seed)
                        .isEqualTo(since(state.asOf(), behind));
                if (placed.isLifetime()) {
                    assertThat(known.behind.get(edge))
                            .as("%s, seed %d", placed.text(), seed)
                            .containsExactlyElementsOf(behind);
                }
            }
        }
        checkSeen(state, all, seed);
    }

    /** A part may have been made anew from the rows, which reach back to what no window holds. */
    private static List<List<Long>> since(Place asOf, Collection<List<Long>> rows) {
        return rows.stream().filter(row -> row.get(0) > asOf.time() - REACH).toList();
    }

    private static Collection<List<Long>> behind(Place asOf, Edge edge, Map<List<Long>, Long> all) {
        List<List<Long>> behind = new ArrayList<>();
        all.forEach((place, value) -> {
            Rows one = new Rows(2);
            one.append(place.get(0), place.get(1).intValue(), place.get(2));
            if (value != Rows.MISSING && asOf.isBehind(edge, one, 0)) {
                behind.add(List.of(place.get(0), place.get(1), place.get(2), value));
            }
        });
        return behind;
    }

    private static void checkSeen(EntityState state, Map<List<Long>, Long> all, long seed) {
        assertThat(text(state.logs().get(0).seen()))
                .as("seen, seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(text(seen(state.asOf(), all)));
    }

    private static Offsets seen(Place asOf, Map<List<Long>, Long> all) {
        Offsets seen = new Offsets();
        all.keySet().forEach(place -> {
            if (!asOf.isBefore(place.get(0), place.get(1).intValue(), place.get(2))) {
                seen.raise(place.get(1).intValue(), place.get(2));
            }
        });
        return seen;
    }

    private static List<String> text(Offsets offsets) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < offsets.size(); i++) {
            text.add(offsets.partition(i) + ":" + offsets.offset(i));
        }
        return text;
    }

    @Property(tries = 40)
    void asOfAnEarlierPlaceThePartsAreWhatTheyWere(@ForAll long seed) {
        Random random = new Random(seed);
        EntityLayout layout = layout(1);
        EntityForm form = new EntityForm(3);
        ColdRows cold = new ColdRowsWithRoom(new RowRoom((1L << random.nextInt(16)) - 1));
        EntityState state = new EntityState(layout, cold, new StateWriter());
        TreeMap<List<Long>, Long> all = new TreeMap<>(ORDER);
        long now = 5_000;
        boolean rises = random.nextBoolean();
        for (int step = 0; step < 400; step++) {
            now += random.nextInt(30);
            List<Long> at = random.nextInt(4) == 0 ? late(random, now) : place(random, now);
            List<Long> place = rises ? List.of(at.get(0), at.get(1), (long) step) : at;
            if (state.insert(
                    state.logs().get(0), place.get(0), place.get(1).intValue(), place.get(2), new long[] {step})) {
                all.put(place, (long) step);
            }
            if (random.nextInt(12) == 0) {
                remove(random, state, all, seed);
            }
            if (state.asOf().isBefore(place.get(0), place.get(1).intValue(), place.get(2))) {
                state.advance(place.get(0), place.get(1).intValue(), place.get(2));
            }
            forget(state, all, now - 500);
            if (random.nextInt(5) == 0) {
                state = copy(form, layout, cold, state);
            }
        }
        Place earlier = new Place();
        long span = Math.max(1, state.asOf().time() - (now - 500));
        earlier.set(state.asOf().time() - 1 - random.nextInt((int) span), random.nextInt(3), random.nextInt(20));
        Log log = state.logs().get(0);
        PartState[] parts = log.partsAsOf(earlier);
        for (int part = 0; part < parts.length; part++) {
            PlacedPart placed = log.layout().parts().get(part);
            for (int edge = 0; edge < placed.edges().size(); edge++) {
                Collection<List<Long>> found = ((SetPart.State) parts[part]).behind.get(edge);
                Collection<List<Long>> expected = behind(earlier, placed.edges().get(edge), all);
                assertThat(placed.isLifetime() ? List.copyOf(found) : since(earlier, found))
                        .as("%s, edge %d, as of %d, seed %d", placed.text(), edge, earlier.time(), seed)
                        .isEqualTo(placed.isLifetime() ? expected : since(earlier, expected));
            }
        }
        assertThat(text(log.seenAsOf(earlier)))
                .as("seen as of %d, seed %d", earlier.time(), seed)
                .containsExactlyInAnyOrderElementsOf(text(seen(earlier, all)));
    }
}
