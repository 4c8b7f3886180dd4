package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the section {@code features}: feature sets and the form of their features. */
final class FeaturesSection {
    private final DeclaredSources sources;

    FeaturesSection(DeclaredSources sources) {
        this.sources = sources;
    }

    List<DeclaredSet> read(YamlMap root) {
        Optional<YamlMap> section = root.require("features", "{customer: {entity: customer_id, ...}}")
                .flatMap(YamlValue::map);
        List<DeclaredSet> sets = new ArrayList<>();
        section.ifPresent(map -> map.entries().forEach((name, value) -> {
            Identifiers.check(name, value);
            value.map().ifPresent(set -> sets.add(set(name, set)));
        }));
        if (section.isPresent() && section.get().entries().isEmpty()) {
            section.get().self().problem("is empty; declare at least one feature set");
        }
        return sets;
    }

    private DeclaredSet set(String name, YamlMap map) {
        Notes.check(map);
        Optional<YamlValue> entity = map.value("entity");
        FeatureSection features = new FeatureSection(name, sources, map.value("source"), entity.isPresent());
        List<DeclaredFeature> declared = new ArrayList<>();
        map.entries().forEach((key, value) -> {
            if (!Keys.FEATURE_SET.contains(key)) {
                feature(features, key, value).ifPresent(declared::add);
            }
        });
        DeclaredSet set = new DeclaredSet(
                name,
                map,
                entity.flatMap(DeclaredEntity::read).orElse(null),
                map.value("erase").flatMap(sources::named).orElse(null),
                declared);
        checkEntity(set);
        return set;
    }

    private static Optional<DeclaredFeature> feature(FeatureSection section, String key, YamlValue value) {
        if (!value.isMap()) {
            value.problem("is not a feature, which is a mapping such as {count: all, window: 7d}"
                    + Names.nearest(key, Keys.FEATURE_SET)
                            .map(near -> "; did you mean \"" + near + "\"?")
                            .orElse(""));
            return Optional.empty();
        }
        Identifiers.check(key, value);
        return value.map().flatMap(map -> section.read(key, map));
    }

    private static void checkEntity(DeclaredSet set) {
        boolean any = set.map().entries().keySet().stream().anyMatch(key -> !Keys.FEATURE_SET.contains(key));
        if (!any) {
            set.map().self().problem("has no features; declare at least one");
        } else if (set.entity() != null
                && !set.features().isEmpty()
                && set.features().stream().allMatch(DeclaredFeature.Derived.class::isInstance)) {
            set.entity()
                    .value()
                    .problem(
                            "is of no use: no feature of this set has a window; leave out entity, or declare a window");
        }
    }
}
