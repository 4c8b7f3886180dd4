package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Custom;
import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.spi.Parameters;
import io.millrace.feature.spi.SquaredCents;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Aggregates of a user's own over random streams (out of order, with ties, nulls, deletions, through bytes) equal, to the bit, what they mean in big integers. */
class CustomFeaturesPropertyTest {
    private static final long LIFETIME = WindowedFeature.LIFETIME;
    private static final BigInteger RANGE = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::time)
            .thenComparingInt(Event::partition)
            .thenComparingLong(Event::offset);

    /** Two values of one column. */
    private static final Custom CENTS =
            new Custom("squared_cents", 3, "{}", new SquaredCents().accumulator(Parameters.none()));

    /** One value of two columns and the time. */
    private static final Custom MOMENTUM = new Custom("momentum", 1, "{}", new Momentum());

    private static final class Momentum implements Accumulator {
        @Override
        public int inputs() {
            return 2;
        }

        @Override
        public int sums() {
            return 1;
        }

        @Override
        public void contribute(double[] values, long time, long[] contribution) {
            contribution[0] = Math.round(values[0] * 100) * Math.round(values[1]) * time;
        }

        @Override
        public void result(long count, long[] sums, long end, double[] values) {
            if (count > 1) {
                values[0] = (double) sums[0] / count - end;
            }
        }
    }

    private static double[] meaning(WindowedFeature feature, List<Event> events, Event at) {
        long end = at.time() - feature.lag();
        List<Event> window = session(
                feature,
                end,
                events.stream()
                        .filter(event -> isInside(feature, event, at) && !event.isNull(1))
                        .sorted(ORDER)
                        .toList());
        if (feature.aggregate().equals(MOMENTUM)) {
            long sum = sum(window, e -> cents(e).multiply(coarse(e)).multiply(BigInteger.valueOf(e.time())));
            return new double[] {window.size() < 2 ? feature.empty() : (double) sum / window.size() - end};
        }
        return window.isEmpty()
                ? new double[] {feature.empty(), feature.empty()}
                : new double[] {sum(window, e -> cents(e).pow(2)), sum(window, CustomFeaturesPropertyTest::cents)};
    }

    private static List<Event> session(WindowedFeature feature, long end, List<Event> window) {
        if (!(feature.begins() instanceof Beginning.Session session)) {
            return window;
        }
        int from = window.size();
        while (from > 0
                && (from == window.size() ? end : window.get(from).time())
                                - window.get(from - 1).time()
                        <= session.gap()) {
            from--;
        }
        return window.subList(from, window.size());
    }

    private static long sum(List<Event> window, Function<Event, BigInteger> value) {
        return window.stream()
                .map(value)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .mod(RANGE)
                .longValue();
    }

    private static BigInteger cents(Event event) {
        return BigInteger.valueOf(Math.round(event.doubleAt(1) * 100));
    }

    private static BigInteger coarse(Event event) {
        return BigInteger.valueOf((long) Math.rint(event.doubleAt(1) / 25));
    }

    private static boolean isInside(WindowedFeature feature, Event event, Event at) {
        long end = at.time() - feature.lag();
        if (!feature.isLifetime() && event.time() <= NaiveFeatures.left(end - feature.window(), feature)) {
            return false;
        }
        int order = ORDER.compare(event, at);
        return feature.lag() > 0 ? event.time() <= end : order < 0 || (order == 0 && feature.withEvent());
    }

    @Property(tries = 200)
    void everyValueEqualsItsMeaning(@ForAll long seed) {
        Random random = new Random(seed);
        List<WindowedFeature> windows = windows(random);
        FeatureSetEvaluator evaluator = new FeatureSetEvaluator(Plans.set(windows), Plans.SCORED);
        ColdRowsInMemory cold = new ColdRowsInMemory();
        EntityState state = evaluator.emptyState(cold);
        EntityForm form = new EntityForm(0);
        List<Event> seen = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            Event event = event(random, i);
            seen.add(event);
            evaluator.add(state, event, PartialVector.NO_ROW);
            check(evaluator, state, windows, seen, event, seed);
            if (random.nextInt(9) == 0) {
                assertThat(evaluator.remove(state, seen.remove(random.nextInt(seen.size()))))
                        .as("seed %d", seed)
                        .isTrue();
            }
            if (random.nextInt(8) == 0) {
                EntityState copy = evaluator.emptyState(cold);
                form.read(form.write(state), copy);
                state = copy;
            }
        }
    }

    private static void check(
            FeatureSetEvaluator evaluator,
            EntityState state,
            List<WindowedFeature> windows,
            List<Event> seen,
            Event event,
            long seed) {
        WindowedFeature last = windows.get(windows.size() - 1);
        double[] row = new double[last.slot() + last.aggregate().suffixes().size()];
        evaluator.evaluate(state, event, row, new Frontier());
        double[] expected = windows.stream()
                .flatMap(window -> Stream.of(meaning(window, seen, event)))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertThat(row).as("at %d, seed %d", event.time(), seed).isEqualTo(expected);
    }

    private static List<WindowedFeature> windows(Random random) {
        List<WindowedFeature> windows = new ArrayList<>();
        int slot = 0;
        for (Custom aggregate : List.of(CENTS, MOMENTUM)) {
            for (int i = 0; i < 6; i++) {
                long window = i == 5 ? LIFETIME : 1 + random.nextInt(900);
                long lag = random.nextBoolean() ? 0 : random.nextInt(300);
                int second = aggregate.equals(MOMENTUM) ? Plans.COARSE : -1;
                Beginning begins =
                        i % 2 == 1 ? Beginning.EXACT : FeaturesPropertyTest.beginning(random, Math.min(window, 900));
                windows.add(new WindowedFeature(
                        aggregate, Plans.VALUE, second, window, begins, lag, random.nextBoolean(), i - 1, slot));
                slot += aggregate.suffixes().size();
            }
        }
        return windows;
    }

    private static Event event(Random random, int i) {
        long time = Math.max(0, i * 20L - (random.nextInt(4) == 0 ? random.nextInt(900) : random.nextInt(30))) / 7 * 7;
        @Nullable Double value = random.nextInt(8) == 0 ? null : (random.nextInt(20_000_000) - 8_000_000) / 100.0;
        return Plans.event(Plans.SCORED, "a", time, random.nextInt(3), i, value, null);
    }
}
