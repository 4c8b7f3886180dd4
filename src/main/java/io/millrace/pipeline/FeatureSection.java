package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one feature of a set. */
final class FeatureSection {
    private static final String EXPR = "expr";

    private final String set;
    private final DeclaredSources sources;
    private final Optional<YamlValue> setSource;
    private final boolean keyed;

    /**
     * @param setSource the source that the set names for all its features
     * @param keyed whether the set has an entity, so that its features may have windows
     */
    FeatureSection(String set, DeclaredSources sources, Optional<YamlValue> setSource, boolean keyed) {
        this.set = set;
        this.sources = sources;
        this.setSource = setSource;
        this.keyed = keyed;
    }

    Optional<DeclaredFeature> read(String name, YamlMap map) {
        Notes.check(map);
        List<String> kinds = map.entries().keySet().stream()
                .filter(key -> key.equals(EXPR) || Keys.AGGREGATES.contains(key))
                .toList();
        if (kinds.size() > 1) {
            map.self().problem("has " + String.join(" and ", kinds) + "; a feature is exactly one of them");
            return Optional.empty();
        }
        if (kinds.isEmpty()) {
            // A misspelt aggregate is most likely the unknown key that this reports.
            map.allow(all());
            map.self()
                    .problem("is no feature; write one of " + String.join(", ", Keys.AGGREGATES)
                            + " with a window, or expr");
            return Optional.empty();
        }
        return AggregateKey.of(kinds.get(0))
                .map(aggregate -> windowed(name, map, aggregate))
                .orElseGet(() -> derived(name, map));
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(Keys.WINDOWED);
        all.addAll(Keys.DERIVED);
        return all;
    }

    private Optional<DeclaredFeature> derived(String name, YamlMap map) {
        map.allow(Keys.DERIVED);
        return map.value(EXPR).map(expression -> new DeclaredFeature.Derived(set, name, map, expression));
    }

    private Optional<DeclaredFeature> windowed(String name, YamlMap map, AggregateKey key) {
        if (!keyed) {
            map.self()
                    .problem("has a window, but its feature set has no entity; name the field of the entity's key"
                            + " in the set, for example entity: customer_id");
        }
        WindowSection section = new WindowSection(map);
        Optional<DeclaredAggregate> aggregate = new AggregateSection(key, map).read();
        Optional<DeclaredSource> source = source(map);
        Optional<DeclaredWindows> windows = section.read();
        Optional<Double> empty = EmptyValue.read(map);
        if (aggregate.isEmpty() || source.isEmpty() || windows.isEmpty() || empty.isEmpty()) {
            return Optional.empty();
        }
        section.check(aggregate.get().aggregate(), windows.get());
        return Optional.of(new DeclaredFeature.Windowed(
                set,
                name,
                map,
                source.get(),
                aggregate.get(),
                map.value("where").orElse(null),
                windows.get(),
                empty.get()));
    }

    private Optional<DeclaredSource> source(YamlMap map) {
        Optional<YamlValue> named = map.value("source").or(() -> setSource);
        if (named.isEmpty()) {
            map.self().problem("has no source; write source: here, or in the set for all its features");
        }
        return named.flatMap(sources::named);
    }
}
