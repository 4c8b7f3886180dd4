package io.millrace.pipeline;

import io.millrace.pipeline.DeclaredFeature.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The features that one declaration stands for: itself, or one for each of its windows. */
final class Variants {
    private final @Nullable CheckedFeature single;
    private final Map<Long, Window> windows = new LinkedHashMap<>();
    private final Map<Long, CheckedFeature> byWindow = new LinkedHashMap<>();

    private Variants(@Nullable CheckedFeature single) {
        this.single = single;
    }

    static Variants of(CheckedFeature feature) {
        return new Variants(feature);
    }

    static Variants of(Map<Window, CheckedFeature> features) {
        Variants variants = new Variants(null);
        features.forEach((window, feature) -> {
            variants.windows.put(window.millis(), window);
            variants.byWindow.put(window.millis(), feature);
        });
        return variants;
    }

    /** The feature that carries the declared name itself; empty where each carries its window. */
    Optional<CheckedFeature> single() {
        return Optional.ofNullable(single);
    }

    /** The windows in the order of the definition; empty for a single feature. */
    Collection<Window> windows() {
        return windows.values();
    }

    /** The feature of the window of this length, which must be there. */
    CheckedFeature at(Window window) {
        CheckedFeature feature = byWindow.get(window.millis());
        if (feature == null) {
            throw new IllegalArgumentException("no window of " + window.text());
        }
        return feature;
    }

    boolean has(Window window) {
        return byWindow.containsKey(window.millis());
    }

    List<CheckedFeature> all() {
        return single == null ? new ArrayList<>(byWindow.values()) : List.of(single);
    }
}
