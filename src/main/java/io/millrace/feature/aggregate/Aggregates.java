package io.millrace.feature.aggregate;

import java.util.function.Supplier;

/** Finds how an aggregate is planned. */
public final class Aggregates {
    private Aggregates() {}

    /**
     * Plans an aggregate over one window: asks for the parts that it needs.
     *
     * @return makes the reading; to be called when every feature of the log is planned
     */
    public static Supplier<Reading> plan(Aggregate aggregate, Target target) {
        if (aggregate instanceof Aggregate.Plain plain) {
            return plan(plain, target);
        }
        if (aggregate instanceof Aggregate.Several several) {
            return several.choice() == Aggregate.Choice.MOST_FREQUENT
                    ? GroupPlans.plan(several, target)
                    : OrderPlans.plan(several, target);
        }
        if (aggregate instanceof Aggregate.Vectors vectors) {
            return VectorReading.plan(vectors, target);
        }
        if (aggregate instanceof Aggregate.Custom custom) {
            return CustomReading.plan(custom, target);
        }
        return aggregate instanceof Aggregate.Histogram || aggregate instanceof Aggregate.Decayed
                ? SumPlans.plan(aggregate, target)
                : GroupPlans.plan(aggregate, target);
    }

    /**
     * Plans an aggregate over sessions, as {@link #plan} does.
     *
     * @param target its window is as far as a session reaches back
     * @param gap how long after one row of a session the next one may come, in milliseconds
     */
    public static Supplier<Reading> planSession(Aggregate aggregate, Target target, long gap) {
        return SessionReading.plan(aggregate, target, gap);
    }

    private static Supplier<Reading> plan(Aggregate.Plain plain, Target target) {
        return switch (plain) {
            case COUNT, SUM, AVG, VARIANCE, STDDEV, SKEWNESS, KURTOSIS -> SumPlans.plan(plain, target);
            case MIN, MAX, SINCE_LAST, SINCE_FIRST, GAP_MEAN, GAP_STDDEV, STREAK -> OrderPlans.plan(plain, target);
            case ENTROPY -> GroupPlans.plan(plain, target);
        };
    }
}
