package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.PartsBuilder.Handle;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Plans the aggregates that are made of counts and exact sums, by the difference of what lies behind a window's edges. Windows of one column share these. */
final class SumPlans {
    private static final String SUM = "sum";

    private SumPlans() {}

    /**
     * Plans COUNT, SUM, AVG, the moments, histograms and what decays.
     *
     * @throws IllegalArgumentException for other aggregates, and where a window can't decay
     */
    static Supplier<Reading> plan(Aggregate aggregate, Target target) {
        if (aggregate instanceof Plain plain) {
            return plain(plain, target);
        }
        if (aggregate instanceof Aggregate.Histogram histogram) {
            return histogram(histogram, target);
        }
        if (aggregate instanceof Aggregate.Decayed decayed) {
            return decayed.mean() ? decayedMean(decayed, target) : decayedSum(decayed, target);
        }
        throw new IllegalArgumentException(aggregate.text() + " isn't made of sums");
    }

    private static Supplier<Reading> plain(Plain kind, Target target) {
        return switch (kind) {
            case COUNT -> count(target);
            case SUM, AVG -> sum(kind, target);
            case VARIANCE, STDDEV -> moments(kind, 2, target);
            case SKEWNESS -> moments(kind, 3, target);
            case KURTOSIS -> moments(kind, 4, target);
            default -> throw new IllegalArgumentException(kind + " isn't made of sums");
        };
    }

    private static Handle useCount(Target target, String with) {
        return target.use(new CountPart(target.column()), with);
    }

    private static Supplier<Reading> count(Target target) {
        Handle handle = target.use(new CountPart(target.column()));
        int slot = target.slot();
        return () -> {
            SumsAt place = SumsAt.of(handle);
            return (parts, time, row) -> row[slot] = place.count(parts);
        };
    }

    private static Supplier<Reading> sum(Plain kind, Target target) {
        Handle countHandle = useCount(target, SUM);
        Handle sumHandle = target.use(new SumPart(target.column(), 1), SUM);
        double empty = target.empty();
        int slot = target.slot();
        boolean mean = kind == Plain.AVG;
        return () -> {
            SumsAt count = SumsAt.of(countHandle);
            SumsAt sum = SumsAt.of(sumHandle);
            return (parts, time, row) -> {
                long n = count.count(parts);
                row[slot] = n == 0 ? empty : sum.sum(parts) / (mean ? n : 1);
            };
        };
    }

    private static Supplier<Reading> moments(Plain kind, int powers, Target target) {
        String with = "sums up to the power of " + powers;
        Handle count = useCount(target, with);
        List<Handle> sums = IntStream.rangeClosed(1, powers)
                .mapToObj(power -> target.use(new SumPart(target.column(), power), with))
                .toList();
        return () -> new Moments(
                kind, SumsAt.of(count), sums.stream().map(SumsAt::of).toList(), target.empty(), target.slot());
    }

    private static Supplier<Reading> histogram(Aggregate.Histogram histogram, Target target) {
        Handle handle = target.use(new HistogramPart(target.column(), histogram.edges()));
        int bins = histogram.edges().size() + 1;
        int slot = target.slot();
        return () -> {
            SumsAt place = SumsAt.of(handle);
            return (parts, time, row) -> {
                HistogramState state = (HistogramState) parts[place.part()];
                for (int bin = 0; bin < bins; bin++) {
                    row[slot + bin] = state.count(bin, place.left());
                }
            };
        };
    }

    private static Supplier<Reading> decayedSum(Aggregate.Decayed decayed, Target target) {
        DecayedPart.check(target.window(), decayed.halfLife());
        Handle countHandle = target.use(new CountPart(target.column()));
        Handle sumHandle = target.use(new DecayedPart(target.column(), decayed.halfLife(), false));
        return () -> {
            SumsAt count = SumsAt.of(countHandle);
            SumsAt sum = SumsAt.of(sumHandle);
            return (parts, time, row) -> {
                DecayedState state = (DecayedState) parts[sum.part()];
                boolean none = count.count(parts) == 0;
                row[target.slot()] = none ? target.empty() : state.sum(sum.left(), time - target.lag());
            };
        };
    }

    private static Supplier<Reading> decayedMean(Aggregate.Decayed decayed, Target target) {
        DecayedPart.check(target.window(), decayed.halfLife());
        Handle sumHandle = target.use(new DecayedPart(target.column(), decayed.halfLife(), false));
        Handle weightsHandle = target.use(new DecayedPart(target.column(), decayed.halfLife(), true));
        return () -> {
            SumsAt sum = SumsAt.of(sumHandle);
            SumsAt weights = SumsAt.of(weightsHandle);
            return (parts, time, row) -> {
                DecayedState values = (DecayedState) parts[sum.part()];
                DecayedState divisor = (DecayedState) parts[weights.part()];
                double mean = values.mean(sum.left(), divisor, weights.left());
                row[target.slot()] = Double.isNaN(mean) ? target.empty() : mean;
            };
        };
    }
}
