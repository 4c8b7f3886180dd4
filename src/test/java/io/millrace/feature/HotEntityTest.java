package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.ColdRows;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityForm;
import io.millrace.feature.state.EntityState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An entity with a million events in its longest window keeps a small state beside its chunks, and is exact. */
class HotEntityTest {
    private static final int EVENTS = 1_000_000;
    private static final int CATEGORIES = 10_000;
    private static final int BOUND = 1_000;
    private static final int MOST_BYTES = 64 << 10;
    private static final int BITS = 6;
    private static final List<Double> AT = List.of(0.5, 0.99);
    private static final List<Plain> PLAIN = List.of(Plain.COUNT, Plain.SUM, Plain.AVG, Plain.MIN, Plain.MAX);
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofDays(7),
            Duration.ofDays(30));

    private final long[] times = new long[EVENTS];
    private final double[] values = new double[EVENTS];
    private final long[] categories = new long[EVENTS];
    private final FeatureSet set = set();
    private final FeatureSetEvaluator evaluator = new FeatureSetEvaluator(set, Plans.SCORED);

    private static FeatureSet set() {
        List<Aggregate> aggregates = new ArrayList<>(PLAIN);
        aggregates.add(new Aggregate.Quantiles(AT, BITS));
        aggregates.add(new Aggregate.Distinct(BOUND));
        List<WindowedFeature> windows = new ArrayList<>();
        int slot = 0;
        for (Aggregate aggregate : aggregates) {
            for (Duration length : LENGTHS) {
                int column = aggregate instanceof Aggregate.Distinct ? Plans.CATEGORY : Plans.VALUE;
                windows.add(new WindowedFeature(aggregate, column, -1, length.toMillis(), 0, true, 0, slot));
                slot += aggregate.suffixes().size();
            }
        }
        return Plans.setOfUsed(windows);
    }

    private Event event(int i) {
        return Plans.event(Plans.SCORED, "hot", times[i], 0, i, values[i], "c" + categories[i]);
    }

    @Test
    void aMillionEventsInTheWindow() {
        Random random = new Random(11);
        ColdRows cold = new ColdRowsInMemory();
        EntityState state = evaluator.emptyState(cold);
        EntityForm form = new EntityForm(0);
        long time = 0;
        for (int i = 0; i < EVENTS; i++) {
            time += random.nextInt(4_000);
            times[i] = time;
            values[i] = (random.nextInt(40_000) - 8_000) / 4.0;
            categories[i] = random.nextInt(CATEGORIES);
            evaluator.add(state, event(i), PartialVector.NO_ROW);
            state.advance(time, 0, i);
            if (i % 100_000 == 99_999) {
                assertThat(form.write(state)).as("state after %d events", i + 1).hasSizeLessThan(MOST_BYTES);
            }
        }
        EntityState restored = evaluator.emptyState(cold);
        form.read(form.write(state), restored);

        double[] expected = expected();

        assertThat(features(state)).isEqualTo(expected);
        assertThat(features(restored)).isEqualTo(expected);
    }

    private double[] features(EntityState state) {
        double[] row = new double[FeaturesPropertyTest.slots(set.windows())];
        evaluator.evaluate(state, event(EVENTS - 1), row, new Frontier());
        return row;
    }

    /** Values are quarters, so that plain sums of them are exact. */
    private double[] expected() {
        List<Double> row = new ArrayList<>();
        for (Plain plain : PLAIN) {
            LENGTHS.forEach(length -> row.add(plain(plain, window(length))));
        }
        for (Duration length : LENGTHS) {
            List<Double> sorted = Arrays.stream(window(length)).sorted().boxed().toList();
            AT.forEach(q -> row.add(NaiveFeatures.quantile(sorted, q, BITS, 0)));
        }
        LENGTHS.forEach(length -> distinct(length, row));
        return row.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private int first(Duration length) {
        int first = EVENTS;
        while (first > 0 && times[first - 1] > times[EVENTS - 1] - length.toMillis()) {
            first--;
        }
        return first;
    }

    private double[] window(Duration length) {
        return Arrays.copyOfRange(values, first(length), EVENTS);
    }

    private static double plain(Plain plain, double[] window) {
        return switch (plain) {
            case COUNT -> window.length;
            case SUM -> Arrays.stream(window).sum();
            case AVG -> Arrays.stream(window).sum() / window.length;
            case MIN -> Arrays.stream(window).min().orElseThrow();
            default -> Arrays.stream(window).max().orElseThrow();
        };
    }

    private void distinct(Duration length, List<Double> row) {
        int column = set.windows().get(set.windows().size() - 1).column();
        Set<Long> seen = new HashSet<>();
        IntStream.range(first(length), EVENTS)
                .forEach(i -> seen.add(set.columns().get(column).projection().bits(event(i), PartialVector.NO_ROW)));
        int level = 0;
        while (NaiveFeatures.atLevel(seen, level) > BOUND) {
            level++;
        }
        row.add(NaiveFeatures.atLevel(seen, level) * Math.pow(2, level));
        row.add(level == 0 ? 1.0 : 0.0);
    }
}
