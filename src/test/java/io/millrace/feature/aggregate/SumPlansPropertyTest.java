package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.feature.aggregate.Aggregate.Decayed;
import io.millrace.feature.aggregate.Aggregate.Histogram;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.SumWindows.Entry;
import io.millrace.feature.aggregate.SumWindows.Event;
import io.millrace.feature.aggregate.SumWindows.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every aggregate made of sums, over random streams: late rows, deletes, state written and read in between. Each reading is compared with a scan of the rows. */
class SumPlansPropertyTest {
    private static final List<Double> BOUNDS = List.of(-5.0, 0.0, 0.5, 100.0);
    private static final long LIFETIME = Long.MAX_VALUE;
    private static final List<Window> WINDOWS = List.of(
            new Window(10, 0, true),
            new Window(100, 0, true),
            new Window(100, 0, false),
            new Window(300, 0, true),
            new Window(1, 0, true),
            new Window(50, 25, true),
            new Window(200, 25, true));
    private static final List<Window> WITH_LIFETIME = append(
            WINDOWS,
            List.of(new Window(LIFETIME, 0, true), new Window(LIFETIME, 0, false), new Window(LIFETIME, 40, true)));
    private static final List<Aggregate> PLAIN = List.of(
            Plain.COUNT,
            Plain.SUM,
            Plain.AVG,
            Plain.VARIANCE,
            Plain.STDDEV,
            Plain.SKEWNESS,
            Plain.KURTOSIS,
            new Histogram(BOUNDS));
    private static final MathContext DIGITS = new MathContext(60);

    private static <T> List<T> append(List<T> first, List<T> second) {
        List<T> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Property(tries = 100)
    void readingsAreThoseOfAScan(@ForAll long seed) {
        Random random = new Random(seed);
        SumWindows sums = new SumWindows(PLAIN, WITH_LIFETIME, random);
        run(sums, random, (at, row) -> {
            for (int window = 0; window < WITH_LIFETIME.size(); window++) {
                List<Entry> entries = sums.scan(window, at);
                String what = "window " + WITH_LIFETIME.get(window) + " at " + at + " of " + entries + ", seed " + seed;
                checkSums(sums, row, window, entries, what);
                checkMoments(sums, row, window, entries, what);
                checkHistogram(sums, row, window, entries, what);
            }
        });
    }

    private static void checkSums(SumWindows sums, double[] row, int window, List<Entry> entries, String what) {
        BigDecimal exact = power(entries, BigDecimal.ZERO, 1);
        double sum = entries.isEmpty() ? SumWindows.EMPTY : exact.doubleValue();
        double mean = entries.isEmpty() ? SumWindows.EMPTY : sum / entries.size();
        assertThat(sums.value(row, window, 0, 0)).as("COUNT in %s", what).isEqualTo(entries.size());
        assertThat(sums.value(row, window, 1, 0)).as("SUM in %s", what).isEqualTo(sum);
        assertThat(sums.value(row, window, 2, 0)).as("AVG in %s", what).isEqualTo(mean);
    }

    /** The sum of powers of what values exceed the mean by. */
    private static BigDecimal power(List<Entry> entries, BigDecimal mean, int power) {
        return entries.stream()
                .map(entry -> new BigDecimal(entry.value()).subtract(mean).pow(power))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static void checkMoments(SumWindows sums, double[] row, int window, List<Entry> entries, String what) {
        BigDecimal n = BigDecimal.valueOf(entries.size());
        if (entries.size() < 2) {
            for (int aggregate = 3; aggregate < 7; aggregate++) {
                assertThat(sums.value(row, window, aggregate, 0)).as(what).isEqualTo(SumWindows.EMPTY);
            }
            return;
        }
        boolean equal = entries.stream().mapToDouble(Entry::value).distinct().count() == 1;
        // Few digits would do for the mean of doubles nearby; values of 1e30 and 1e-30 need more.
        BigDecimal mean = equal
                ? new BigDecimal(entries.get(0).value())
                : power(entries, BigDecimal.ZERO, 1).divide(n, new MathContext(300));
        BigDecimal second = power(entries, mean, 2);
        double variance = second.divide(n.subtract(BigDecimal.ONE), DIGITS).doubleValue();
        assertClose(sums.value(row, window, 3, 0), variance, "VARIANCE in " + what);
        assertClose(sums.value(row, window, 4, 0), Math.sqrt(variance), "STDDEV in " + what);
        double skewness = SumWindows.EMPTY;
        double kurtosis = SumWindows.EMPTY;
        if (second.signum() != 0) {
            BigDecimal square = second.divide(n, DIGITS).sqrt(DIGITS);
            skewness = power(entries, mean, 3)
                    .divide(n, DIGITS)
                    .divide(square.pow(3), DIGITS)
                    .doubleValue();
            kurtosis = power(entries, mean, 4)
                    .divide(n, DIGITS)
                    .divide(square.pow(4), DIGITS)
                    .subtract(BigDecimal.valueOf(3))
                    .doubleValue();
        }
        assertClose(sums.value(row, window, 5, 0), skewness, "SKEWNESS in " + what);
        assertClose(sums.value(row, window, 6, 0), kurtosis, "KURTOSIS in " + what);
    }

    private static void assertClose(double actual, double expected, String what) {
        if (Double.isInfinite(expected)) {
            assertThat(actual).as(what).isEqualTo(expected);
            return;
        }
        double tolerance = Math.abs(expected) * 1e-14 + 1e-50 + Double.MIN_VALUE;
        assertThat(actual).as(what).isCloseTo(expected, within(tolerance));
    }

    private static void checkHistogram(SumWindows sums, double[] row, int window, List<Entry> entries, String what) {
        for (int bin = 0; bin <= BOUNDS.size(); bin++) {
            double above = bin == 0 ? Double.NEGATIVE_INFINITY : BOUNDS.get(bin - 1);
            double upTo = bin == BOUNDS.size() ? Double.POSITIVE_INFINITY : BOUNDS.get(bin);
            long expected = entries.stream()
                    .filter(entry -> entry.value() > above && entry.value() <= upTo)
                    .count();
            assertThat(sums.value(row, window, 7, bin))
                    .as("bin %d in %s", bin, what)
                    .isEqualTo((double) expected);
        }
    }

    @Property(tries = 300)
    void decayedReadingsAreThoseOfAScan(@ForAll long seed) {
        Random random = new Random(seed);
        long halfLife = random.nextBoolean() ? 1 + random.nextInt(300) : 1;
        SumWindows sums =
                new SumWindows(List.of(new Decayed(halfLife, false), new Decayed(halfLife, true)), WINDOWS, random);
        run(sums, random, (at, row) -> {
            for (int window = 0; window < WINDOWS.size(); window++) {
                long end = at.time() - WINDOWS.get(window).lag();
                checkDecayed(sums, row, window, at, end, halfLife, seed);
            }
        });
    }

    private static void checkDecayed(
            SumWindows sums, double[] row, int window, Event at, long end, long halfLife, long seed) {
        List<Entry> entries = sums.scan(window, at);
        String what =
                "window " + WINDOWS.get(window) + " at " + at + " by " + halfLife + " of " + entries + ", seed " + seed;
        double sum = SumWindows.EMPTY;
        double mean = SumWindows.EMPTY;
        double magnitude = 0;
        double weights = 0;
        if (!entries.isEmpty()) {
            sum = entries.stream()
                    .mapToDouble(e -> e.value() * weight(e, end, halfLife))
                    .sum();
            magnitude = entries.stream()
                    .mapToDouble(e -> Math.abs(e.value()) * weight(e, end, halfLife))
                    .sum();
            weights =
                    entries.stream().mapToDouble(e -> weight(e, end, halfLife)).sum();
            mean = sum / weights;
        }
        double tolerance = 1e-14 * magnitude + 2 * Double.MIN_VALUE;
        if (Double.isFinite(magnitude)) {
            assertThat(sums.value(row, window, 0, 0)).as(what).isCloseTo(sum, within(tolerance));
            assertThat(sums.value(row, window, 1, 0))
                    .as("mean in %s", what)
                    .isCloseTo(mean, within(entries.isEmpty() ? 0 : 4 * tolerance / weights));
        }
    }

    private static double weight(Entry entry, long end, long halfLife) {
        return Math.pow(2, -(double) (end - entry.time()) / halfLife);
    }

    /** What is read is the same to the bit where the same rows came in order to new parts, without deletes, writing and reading. */
    @Property(tries = 200)
    void readingsDependOnTheSetOfRowsAlone(@ForAll long seed) {
        Random random = new Random(seed);
        List<Aggregate> decayed = List.of(new Decayed(7, false), new Decayed(33, true));
        List<Aggregate> aggregates = append(PLAIN, decayed);
        SumWindows sums = new SumWindows(aggregates, WINDOWS, random);
        run(sums, random, (at, row) -> {
            SumWindows fresh = new SumWindows(aggregates, WINDOWS, new Random(seed));
            fresh.harness()
                    .rows()
                    .appendAll(sums.harness().rows(), 0, sums.harness().rows().size());
            assertThat(fresh.read(at)).as("at %s, seed %d", at, seed).containsExactly(row);
        });
    }

    /** Rows in rough order of time with silences, late ones, missing values and deletes; readings at events in order. */
    private static void run(SumWindows sums, Random random, BiConsumer<Event, double[]> check) {
        int kind = random.nextInt(6);
        long now = random.nextInt(1_000_000) - 500_000L;
        for (int offset = 0; offset < 60; offset++) {
            now += random.nextInt(15) == 0 ? random.nextInt(3000) : 1 + random.nextInt(12);
            boolean late = random.nextInt(4) == 0;
            Event event = new Event(late ? now - random.nextInt(400) : now, random.nextInt(2), offset);
            sums.put(event, value(random, kind));
            int rows = sums.harness().rows().size();
            if (random.nextInt(6) == 0) {
                sums.harness().delete(random.nextInt(rows));
            }
            if (random.nextInt(5) == 0) {
                sums.harness().writeAndRead();
            }
            if (!late || random.nextInt(3) == 0) {
                Event at = late ? new Event(++now, 0, offset) : event;
                check.accept(at, sums.read(at));
            }
        }
    }

    /** Such that the moments have a value within the digits of the reference. */
    private static double value(Random random, int kind) {
        if (random.nextInt(8) == 0) {
            return Double.NaN;
        }
        return switch (kind) {
            case 0 -> random.nextInt(20_000) / 100.0 - 50;
            case 1 -> 12.34;
            case 2 -> 1e9 + random.nextInt(1000) / 1000.0;
            case 3 -> random.nextBoolean() ? 1 : Math.nextUp(1.0);
            case 4 -> Math.scalb(random.nextGaussian(), random.nextInt(80) - 40);
            default -> Math.scalb(random.nextGaussian(), random.nextInt(200) - 100);
        };
    }
}
