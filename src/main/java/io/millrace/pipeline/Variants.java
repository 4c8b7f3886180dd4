package io.millrace.pipeline;

import io.millrace.pipeline.DeclaredWindows.Window;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The features that one declaration stands for: its values, or its values over each of its windows. */
final class Variants {
    private final List<CheckedFeature> single;
    private final Map<Long, Window> windows = new LinkedHashMap<>();
    private final Map<Long, List<CheckedFeature>> byWindow = new LinkedHashMap<>();

    private Variants(List<CheckedFeature> single) {
        this.single = List.copyOf(single);
    }

    static Variants of(List<CheckedFeature> values) {
        return new Variants(values);
    }

    static Variants of(Map<Window, List<CheckedFeature>> features) {
        Variants variants = new Variants(List.of());
        features.forEach((window, values) -> {
            variants.windows.put(window.millis(), window);
            variants.byWindow.put(window.millis(), List.copyOf(values));
        });
        return variants;
    }

    /** The windows in the order of the definition; empty where the names do not carry any. */
    Collection<Window> windows() {
        return windows.values();
    }

    /** The feature of the window of this length that the declared name stands for; both must be there. */
    CheckedFeature at(Window window) {
        return byWindow.getOrDefault(window.millis(), List.of()).stream()
                .filter(CheckedFeature::isMain)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no feature of window " + window.text()));
    }

    boolean has(Window window) {
        return byWindow.containsKey(window.millis());
    }

    /** Whether the declared name stands for one feature of each window. */
    boolean isOneForEachWindow() {
        return !windows.isEmpty()
                && all().stream().filter(CheckedFeature::isMain).count() == windows.size();
    }

    /** In the order of the definition. */
    List<CheckedFeature> all() {
        return single.isEmpty()
                ? byWindow.values().stream().flatMap(List::stream).toList()
                : single;
    }

    /** Why the declared name alone stands for no feature. */
    String ambiguity() {
        return isOneForEachWindow() ? "has a feature for each window" : "has several values";
    }

    /** The names of all, as a list in a sentence. */
    String names() {
        return String.join(", ", all().stream().map(CheckedFeature::name).toList());
    }
}
