package io.millrace.pipeline;

import io.millrace.event.EventType;
import io.millrace.feature.Column;
import io.millrace.feature.FeatureSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the state of a feature set.
 *
 * @param before null where the set is added
 * @param after null where the set is removed
 * @param keyBefore the fields of the entity's key, with their kinds; empty where the set is added
 * @param keyAfter the same in the new definition; empty where the set is removed
 * @param added columns that are kept of events from the upgrade on
 * @param removed columns that are kept no more
 */
public record SetChange(
        String name,
        @Nullable FeatureSet before,
        @Nullable FeatureSet after,
        String keyBefore,
        String keyAfter,
        List<Column> added,
        List<Column> removed) {
    public SetChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    static List<SetChange> all(Pipeline before, Pipeline after) {
        List<SetChange> changes = new ArrayList<>();
        for (FeatureSet set : after.features().sets()) {
            changes.add(of(set.name(), before, find(before, set.name()).orElse(null), after, set));
        }
        for (FeatureSet set : before.features().sets()) {
            if (find(after, set.name()).isEmpty()) {
                changes.add(of(set.name(), before, set, after, null));
            }
        }
        return changes;
    }

    private static SetChange of(
            String name, Pipeline before, @Nullable FeatureSet old, Pipeline after, @Nullable FeatureSet young) {
        return new SetChange(
                name, old, young, key(before, old), key(after, young), missing(young, old), missing(old, young));
    }

    private static Optional<FeatureSet> find(Pipeline pipeline, String name) {
        return pipeline.features().sets().stream()
                .filter(set -> set.name().equals(name))
                .findFirst();
    }

    private static String key(Pipeline pipeline, @Nullable FeatureSet set) {
        if (set == null) {
            return "";
        }
        List<EventType.Field> fields = pipeline.scored().type().fields();
        return set.keySlots().get(pipeline.features().scored()).stream()
                .map(fields::get)
                .map(field -> field.name() + " " + field.kind())
                .collect(Collectors.joining(", "));
    }

    /** The columns of one set that another does not have. */
    private static List<Column> missing(@Nullable FeatureSet from, @Nullable FeatureSet in) {
        return from == null
                ? List.of()
                : from.columns().stream()
                        .filter(column -> in == null || in.columns().stream().noneMatch(o -> isSame(o, column)))
                        .toList();
    }

    /** Whether two columns keep the same of the same events. */
    static boolean isSame(Column one, Column other) {
        return one.origin().equals(other.origin()) && one.text().equals(other.text());
    }

    /** Whether the entity is another one, so that no state can be taken over. */
    public boolean startsAnew() {
        return before != null && after != null && !keyBefore.equals(keyAfter);
    }

    /** Whether this set comes before another one in one of the definitions alone; false where one of the two is added or removed. */
    public boolean changesPlaceWith(SetChange other) {
        return before != null
                && after != null
                && other.before != null
                && other.after != null
                && (before.index() < other.before.index()) != (after.index() < other.after.index());
    }

    /** Whether more or other events are kept than before. */
    public boolean isChange() {
        return before == null
                || after == null
                || startsAnew()
                || !added.isEmpty()
                || !removed.isEmpty()
                || before.kept() != after.kept();
    }
}
