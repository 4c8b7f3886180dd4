package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the windowed features of all sets, and says in which order they are computed: each set after those whose features it reads, else by name. Their order in the file has no say, because
 * an event that waits at one set when the job stops must find the sets before it where they were.
 */
final class WindowedSets {
    private final Map<String, DeclaredSet> sets = new LinkedHashMap<>();
    private final Optional<DeclaredSource> scored;
    private final FeatureTable table;
    private final Set<String> underWay = new LinkedHashSet<>();
    private final Map<String, List<String>> done = new LinkedHashMap<>();
    /** How many sets must come before each one, along the longest path. */
    private final Map<String, Integer> depths = new HashMap<>();

    private final Map<String, Integer> dimensions = new HashMap<>();

    /** @param scored the source whose events are scored; empty where that has problems of its own */
    WindowedSets(List<DeclaredSet> all, Optional<DeclaredSource> scored, FeatureTable table) {
        this.scored = scored;
        this.table = table;
        all.stream()
                .filter(set -> set.entity() != null && !set.windowed().isEmpty())
                .forEach(set -> sets.put(set.name(), set));
    }

    /** For each set with state the fields of its entity's key, in the order in which sets are computed. */
    Map<String, List<String>> check() {
        sets.values().forEach(this::check);
        Map<String, List<String>> inOrder = new LinkedHashMap<>();
        done.keySet().stream()
                .sorted(Comparator.<String>comparingInt(name -> depths.getOrDefault(name, 0))
                        .thenComparing(Comparator.naturalOrder()))
                .forEach(name -> inOrder.put(name, done.getOrDefault(name, List.of())));
        return inOrder;
    }

    private void check(DeclaredSet set) {
        DeclaredEntity entity = set.entity();
        if (entity == null || done.containsKey(set.name())) {
            return;
        }
        underWay.add(set.name());
        checkEntity(entity, set);
        for (DeclaredFeature.Windowed feature : set.windowed()) {
            WindowScope scope = new WindowScope(table, this, set.name(), feature.source());
            new WindowedCheck(feature, entity.fields(), scope, new EffectCheck(feature, scored))
                    .check()
                    .ifPresent(variants -> table.put(feature, variants));
        }
        underWay.remove(set.name());
        done.put(set.name(), entity.fields());
    }

    private void checkEntity(DeclaredEntity entity, DeclaredSet set) {
        Set<DeclaredSource> sources = new LinkedHashSet<>();
        scored.ifPresent(sources::add);
        set.windowed().forEach(feature -> sources.add(feature.source()));
        sources.forEach(entity::check);
    }

    /** How many numbers a vector has as the first feature of it says, which is this one where no other does. */
    int dimensions(DeclaredSource source, String field, int count) {
        return dimensions.merge(source.name() + "." + field, count, (first, other) -> first);
    }

    /** Whether a source is the scored one, or may be because it is not known which one is. */
    boolean isScored(DeclaredSource source) {
        return scored.isEmpty() || scored.get().index() == source.index();
    }

    /**
     * Sees to it that a set is checked before the one that reads its features.
     *
     * @param reader the set that reads
     * @param value where it does
     * @return false where the set reads features of the reader, directly or not; that is a problem of the value
     */
    boolean require(String name, String reader, YamlValue value) {
        if (underWay.contains(name)) {
            List<String> path = new ArrayList<>(underWay);
            value.problem("feature sets " + name + " and " + reader + " need each other: "
                    + String.join(" > ", path.subList(path.indexOf(name), path.size())) + " > " + name
                    + "; declare in a set of its own what the others read");
            return false;
        }
        DeclaredSet set = sets.get(name);
        if (set != null) {
            check(set);
            depths.merge(reader, depths.getOrDefault(name, 0) + 1, Math::max);
        }
        return true;
    }
}
