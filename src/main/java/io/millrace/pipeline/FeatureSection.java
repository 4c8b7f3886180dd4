package io.millrace.pipeline;

import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.pipeline.DeclaredFeature.Window;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one feature of a set. */
final class FeatureSection {
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
                .filter(key -> key.equals("expr") || Keys.AGGREGATES.contains(key))
                .toList();
        if (kinds.size() > 1) {
            map.self().problem("has " + String.join(" and ", kinds) + "; a feature is exactly one of them");
            return Optional.empty();
        }
        if (kinds.isEmpty()) {
            // A misspelt aggregate is most likely the unknown key that this reports.
            map.allow(all());
            map.self().problem("is no feature; write one of count, sum, avg, min, max with a window, or expr");
            return Optional.empty();
        }
        return kinds.get(0).equals("expr") ? derived(name, map) : windowed(name, map, kinds.get(0));
    }

    private static Set<String> all() {
        Set<String> all = new HashSet<>(Keys.WINDOWED);
        all.addAll(Keys.DERIVED);
        return all;
    }

    private Optional<DeclaredFeature> derived(String name, YamlMap map) {
        map.allow(Keys.DERIVED);
        return map.value("expr").map(expression -> new DeclaredFeature.Derived(set, name, map, expression));
    }

    private Optional<DeclaredFeature> windowed(String name, YamlMap map, String aggregate) {
        map.allow(Keys.WINDOWED);
        if (!keyed) {
            map.self()
                    .problem("has a window, but its feature set has no entity; name the field of the entity's key"
                            + " in the set, for example entity: customer_id");
        }
        Optional<YamlValue> value = map.value(aggregate);
        if (aggregate.equals("count")) {
            value.ifPresent(FeatureSection::checkCount);
            value = Optional.empty();
        }
        Optional<DeclaredSource> source = source(map);
        List<Window> windows = windows(map);
        long lag = map.value("lag").flatMap(DurationValues::read).orElse(0L);
        if (source.isEmpty() || windows.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new DeclaredFeature.Windowed(
                set,
                name,
                map,
                source.get(),
                Plain.valueOf(aggregate.toUpperCase(Locale.ROOT)),
                value.orElse(null),
                map.value("where").orElse(null),
                windows,
                map.value("windows").isPresent(),
                lag));
    }

    private static void checkCount(YamlValue value) {
        Optional<String> what = value.text();
        if (what.isPresent() && !what.get().equals("all")) {
            value.problem(
                    "\"" + what.get() + "\" can't be counted; write count: all, with where for some of the events");
        }
    }

    private Optional<DeclaredSource> source(YamlMap map) {
        Optional<YamlValue> named = map.value("source").or(() -> setSource);
        if (named.isEmpty()) {
            map.self().problem("has no source; write source: here, or in the set for all its features");
        }
        return named.flatMap(sources::named);
    }

    private static List<Window> windows(YamlMap map) {
        Optional<YamlValue> one = map.value("window");
        Optional<YamlValue> several = map.value("windows");
        if (one.isPresent() == several.isPresent()) {
            map.self()
                    .problem(
                            one.isPresent()
                                    ? "has both window and windows; keep one of them"
                                    : "has no window; write for example window: 7d or windows: [1d, 7d]");
            return List.of();
        }
        List<YamlValue> values = several.map(list -> list.list().orElse(List.of()))
                .orElseGet(() -> one.map(List::of).orElseThrow());
        if (values.isEmpty() && several.get().isList()) {
            several.get().problem("is empty; write for example windows: [1d, 7d]");
        }
        return distinct(values);
    }

    private static List<Window> distinct(List<YamlValue> values) {
        List<Window> windows = new ArrayList<>();
        Set<Long> lengths = new HashSet<>();
        for (YamlValue value : values) {
            DurationValues.readPositive(value).ifPresent(millis -> {
                if (lengths.add(millis)) {
                    windows.add(new Window(value.scalar().orElseThrow(), millis));
                } else {
                    value.problem("is as long as another window of this feature; remove one");
                }
            });
        }
        return windows;
    }
}
