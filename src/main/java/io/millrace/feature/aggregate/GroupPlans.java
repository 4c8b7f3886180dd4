package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Quantiles;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.aggregate.Aggregate.TopGroups;
import io.millrace.feature.state.PartsBuilder.Handle;
import java.util.function.Supplier;

/** Plans the aggregates that tell values or groups apart: entropy, most frequent, distinct, quantiles and those by group. */
final class GroupPlans {
    private GroupPlans() {}

    /**
     * Plans as {@link Planning#plan}.
     *
     * @throws IllegalArgumentException for an aggregate that is not one of these
     */
    static Supplier<Reading> plan(Aggregate aggregate, Target target) {
        if (aggregate == Plain.ENTROPY) {
            return entropy(target);
        }
        if (aggregate instanceof Several several && several.choice() == Choice.MOST_FREQUENT) {
            return mostFrequent(several, target);
        }
        if (aggregate instanceof Distinct distinct) {
            return distinct(distinct, target);
        }
        if (aggregate instanceof Quantiles quantiles) {
            return quantiles(quantiles, target);
        }
        if (aggregate instanceof ByGroup byGroup) {
            return byGroup(byGroup, target);
        }
        if (aggregate instanceof TopGroups topGroups) {
            return topGroups(topGroups, target);
        }
        throw new IllegalArgumentException(aggregate.text() + " is not an aggregate of categories or groups");
    }

    private static Supplier<Reading> entropy(Target target) {
        Handle handle = target.use(new CategoryCounts(target.column()));
        return () -> new EntropyReading(handle.part(), window(handle), target.empty(), target.slot());
    }

    private static Supplier<Reading> mostFrequent(Several several, Target target) {
        Handle handle = target.use(new CategoryCounts(target.column()));
        return () -> new MostFrequentReading(handle.part(), window(handle), several.k(), target.empty(), target.slot());
    }

    private static Supplier<Reading> distinct(Distinct distinct, Target target) {
        Handle handle = target.use(new DistinctPart(target.column(), distinct.bound()));
        return () -> new DistinctReading(handle.part(), target);
    }

    private static Supplier<Reading> quantiles(Quantiles quantiles, Target target) {
        Handle handle = target.use(new BucketCounts(target.column(), quantiles.bits()));
        return () -> new QuantilesReading(handle.part(), window(handle), quantiles, target.empty(), target.slot());
    }

    private static Supplier<Reading> byGroup(ByGroup aggregate, Target target) {
        GroupValue value = GroupValue.of(aggregate.of());
        Handle handle = target.use(groups(aggregate.of(), target, GroupKeys.of(aggregate.keys())));
        double withoutRows = aggregate.of() == Plain.COUNT ? 0 : target.empty();
        return () ->
                new ByGroupReading(handle.part(), window(handle), value, aggregate.keys(), withoutRows, target.slot());
    }

    private static Supplier<Reading> topGroups(TopGroups aggregate, Target target) {
        GroupValue value = GroupValue.of(aggregate.of());
        Handle handle = target.use(groups(aggregate.of(), target, GroupKeys.ALL));
        return () -> new TopGroupsReading(
                handle.part(), window(handle), value, aggregate.n(), target.empty(), target.slot());
    }

    private static KeyedPart groups(Plain of, Target target, GroupKeys keys) {
        return of == Plain.COUNT
                ? new GroupCounts(target.column(), target.by(), keys)
                : new GroupSums(target.column(), target.by(), keys);
    }

    /** The window's number in {@link KeyedCounts}. */
    private static int window(Handle handle) {
        return handle.isLifetime() ? 0 : handle.edge() - 1;
    }
}
