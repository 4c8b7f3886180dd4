package io.millrace.pipeline;

import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
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
     * @param value what is aggregated; null for {@code count: all}
     * @param where which events count; null for all
     * @param windows at least one
     * @param listed whether the windows are a list, so that each one's feature carries its window in its name
     */
    record Windowed(
            String set,
            String name,
            YamlMap map,
            DeclaredSource source,
            Plain aggregate,
            @Nullable YamlValue value,
            @Nullable YamlValue where,
            List<Window> windows,
            boolean listed,
            long lag)
            implements DeclaredFeature {}

    /** A function of the scored event and other features. */
    record Derived(String set, String name, YamlMap map, YamlValue expression) implements DeclaredFeature {}

    /**
     * The length of a window.
     *
     * @param text as it was written
     */
    record Window(String text, long millis) {}
}
