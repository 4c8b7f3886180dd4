package io.millrace.pipeline;

import io.millrace.config.Names;
import io.millrace.feature.Beginning;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Decayed;
import io.millrace.pipeline.DeclaredWindows.Window;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the windows of a feature, where they end, and whether they hold the event at hand. */
final class WindowSection {
    private static final String LIFETIME = "lifetime";

    /** Beyond this many half-lives a value weighs nothing that a double could show. */
    private static final long MOST_HALF_LIVES = 1_000;

    private final YamlMap map;

    WindowSection(YamlMap map) {
        this.map = map;
    }

    /** The windows; empty where there is none to go on with. */
    Optional<DeclaredWindows> read() {
        long lag = map.value("lag").flatMap(DurationValues::read).orElse(0L);
        boolean withEvent =
                map.value("includes_current").flatMap(YamlValue::bool).orElse(true);
        return map.value(SessionSection.SESSION).isPresent()
                ? new SessionSection(map).read(lag, withEvent)
                : read(lag, withEvent);
    }

    private Optional<DeclaredWindows> read(long lag, boolean withEvent) {
        SessionSection.refuse(map);
        List<Window> windows = windows();
        Optional<Beginning> begins = AccuracyValue.read(map, windows);
        return windows.isEmpty() || begins.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DeclaredWindows(windows, map.value("windows").isPresent(), begins.get(), lag, withEvent));
    }

    private List<Window> windows() {
        Optional<YamlValue> one = map.value("window");
        Optional<YamlValue> several = map.value("windows");
        if (one.isPresent() == several.isPresent()) {
            map.self()
                    .problem(
                            one.isPresent()
                                    ? "has both window and windows; keep one of them"
                                    : "has no window; write for example window: 7d, windows: [1d, 7d] or session: 30m");
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
            length(value).ifPresent(millis -> {
                if (lengths.add(millis)) {
                    windows.add(new Window(value.scalar().orElseThrow(), millis));
                } else {
                    value.problem("is as long as another window of this feature; remove one");
                }
            });
        }
        return windows;
    }

    private static Optional<Long> length(YamlValue value) {
        Optional<String> text = value.scalar();
        Optional<String> meant = text.flatMap(written -> Names.nearest(written, List.of(LIFETIME)));
        if (meant.isEmpty()) {
            return text.isEmpty() ? Optional.empty() : DurationValues.readPositive(value);
        }
        if (!text.get().equals(LIFETIME)) {
            value.problem("\"" + text.get() + "\" is not a window; did you mean \"" + LIFETIME + "\"?");
            return Optional.empty();
        }
        return Optional.of(WindowedFeature.LIFETIME);
    }

    /** Reports windows that are too long for what is computed over them. */
    void check(Aggregate aggregate, DeclaredWindows windows) {
        if (aggregate instanceof Decayed decayed) {
            windows.all().forEach(window -> check(decayed, window));
        }
    }

    private void check(Decayed decayed, Window window) {
        YamlValue value = map.value("windows")
                .or(() -> map.value("window"))
                .or(() -> map.value(SessionSection.AT_MOST))
                .or(() -> map.value(SessionSection.SESSION))
                .orElseThrow();
        String halfLife = map.value("half_life").flatMap(YamlValue::scalar).orElse("");
        if (window.isLifetime()) {
            value.problem("is lifetime, but what decays needs a window that ends; write for example window: 30d");
        } else if (window.millis() > MOST_HALF_LIVES * decayed.halfLife()) {
            value.problem(window.text() + " is longer than " + MOST_HALF_LIVES + " half-lives of " + halfLife
                    + "; write a shorter window or a longer half_life");
        }
    }
}
