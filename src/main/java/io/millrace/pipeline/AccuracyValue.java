package io.millrace.pipeline;

import io.millrace.feature.Beginning;
import io.millrace.pipeline.DeclaredWindows.Window;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** How exact the left edge of windows is: {@code accuracy}. */
final class AccuracyValue {
    static final String ACCURACY = "accuracy";
    private static final String EXACT = "exact";
    private static final String HOP = "hop";

    private AccuracyValue() {}

    /** Exact unless said; empty where it is wrong. */
    static Optional<Beginning> read(YamlMap map, List<Window> windows) {
        Optional<YamlValue> value = map.value(ACCURACY);
        if (value.isEmpty()) {
            return Optional.of(Beginning.EXACT);
        }
        return value.get().isMap() ? value.get().map().flatMap(hop -> hop(hop, windows)) : exact(value.get());
    }

    private static Optional<Beginning> exact(YamlValue value) {
        Optional<String> text = value.scalar();
        if (text.isPresent() && !text.get().equals(EXACT)) {
            value.problem("\"" + text.get() + "\" is no accuracy; write exact, or for example {hop: 5m}");
            return Optional.empty();
        }
        return text.map(exact -> Beginning.EXACT);
    }

    private static Optional<Beginning> hop(YamlMap map, List<Window> windows) {
        map.allow(List.of(HOP));
        Optional<YamlValue> value = map.require(HOP, "5m");
        Optional<Long> hop = value.flatMap(DurationValues::readPositive);
        if (hop.isEmpty()) {
            return Optional.empty();
        }
        windows.forEach(window -> check(value.get(), hop.get(), window));
        boolean fits = windows.stream().noneMatch(window -> window.isLifetime() || window.millis() < hop.get());
        return fits ? Optional.of(new Beginning.Sliding(hop.get())) : Optional.empty();
    }

    private static void check(YamlValue value, long hop, Window window) {
        if (window.isLifetime()) {
            value.problem("means nothing for a lifetime window, which has no left edge; declare that window in a"
                    + " feature of its own");
        } else if (window.millis() < hop) {
            value.problem(value.scalar().orElseThrow() + " is longer than the window of " + window.text()
                    + "; a hop is at most as long as each window");
        }
    }
}
