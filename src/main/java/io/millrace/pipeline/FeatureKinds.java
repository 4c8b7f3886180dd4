package io.millrace.pipeline;

import io.millrace.feature.FeatureKind;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Histogram;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.aggregate.Aggregate.TopGroups;

/** What kind of number an aggregate gives. */
final class FeatureKinds {
    private FeatureKinds() {}

    /**
     * The kind of one value of an aggregate.
     *
     * @param value which one, from 0
     * @param column the kind of the values that are aggregated, and of their sum
     */
    static FeatureKind of(Aggregate aggregate, int value, FeatureKind column) {
        if (aggregate instanceof Distinct) {
            return value == 0 ? FeatureKind.INTEGER : FeatureKind.BOOLEAN;
        }
        if (aggregate instanceof Several) {
            return column;
        }
        if (aggregate instanceof Histogram) {
            return FeatureKind.INTEGER;
        }
        if (aggregate instanceof ByGroup groups) {
            return of(groups.of(), column);
        }
        if (aggregate instanceof TopGroups groups) {
            return of(groups.of(), column);
        }
        return aggregate instanceof Plain plain ? of(plain, column) : FeatureKind.REAL;
    }

    private static FeatureKind of(Plain aggregate, FeatureKind column) {
        return switch (aggregate) {
            case COUNT, STREAK, SINCE_LAST, SINCE_FIRST -> FeatureKind.INTEGER;
            case SUM, MIN, MAX -> column;
            default -> FeatureKind.REAL;
        };
    }

    /** Whether an aggregate has a value, 0, where there are no events: a number of events or values. */
    static boolean alwaysHasValue(Aggregate aggregate) {
        return aggregate == Plain.COUNT
                || aggregate == Plain.STREAK
                || aggregate instanceof Distinct
                || aggregate instanceof Histogram
                || (aggregate instanceof ByGroup groups && groups.of() == Plain.COUNT);
    }
}
