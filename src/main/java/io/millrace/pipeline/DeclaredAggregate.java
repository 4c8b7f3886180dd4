package io.millrace.pipeline;

import io.millrace.feature.aggregate.Aggregate;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate as declared: its parameters are in range; what depends on the types of its expressions is not checked yet.
 *
 * @param aggregate where there are groups, the aggregate of each
 * @param value what is aggregated; null where events are
 * @param second the second value that is aggregated; null where there is one
 * @param categories the strings that are kept by their position; null where none are declared
 * @param groups null where the aggregate is of all events
 * @param dimensions of the vectors that are aggregated; null where none are declared
 */
record DeclaredAggregate(
        AggregateKey key,
        Aggregate aggregate,
        @Nullable YamlValue value,
        @Nullable YamlValue second,
        @Nullable DeclaredCategories categories,
        @Nullable DeclaredGroups groups,
        @Nullable DeclaredDimensions dimensions) {
    /** @param count how many numbers a vector has, from 1 to {@link io.millrace.event.VectorShape#MOST} */
    record DeclaredDimensions(YamlValue value, int count) {}

    /** @param texts different from each other, at least one */
    record DeclaredCategories(YamlValue value, List<String> texts) {
        DeclaredCategories {
            texts = List.copyOf(texts);
        }
    }

    /**
     * An aggregate for each group.
     *
     * @param by what names an event's group
     * @param named the groups that have a feature each; empty where the largest have
     * @param largest how many of the largest values are features; 0 where groups are named
     */
    record DeclaredGroups(YamlValue by, List<YamlValue> named, int largest) {
        DeclaredGroups {
            named = List.copyOf(named);
        }
    }
}
