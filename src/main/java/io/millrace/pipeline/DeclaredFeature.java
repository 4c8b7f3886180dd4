package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import org.jspecify.annotations.Nullable;

/** A feature as declared: its form is right, its expressions are not checked yet. */
sealed interface DeclaredFeature {
    String set();

    String name();

    YamlMap map();

    default String fullName() {
        return set() + "." + name();
    }

    /**
     * An aggregate over one window or several.
     *
     * @param where which events count; null for all
     * @param empty what it is where the aggregate has no value; NaN for missing
     */
    record Windowed(
            String set,
            String name,
            YamlMap map,
            DeclaredSource source,
            DeclaredAggregate aggregate,
            @Nullable YamlValue where,
            DeclaredWindows windows,
            double empty)
            implements DeclaredFeature {}

    /** A function of the scored event and other features. */
    record Derived(String set, String name, YamlMap map, YamlValue expression) implements DeclaredFeature {}
}
