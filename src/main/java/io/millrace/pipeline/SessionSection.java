package io.millrace.pipeline;

import io.millrace.config.Durations;
import io.millrace.feature.Beginning;
import io.millrace.pipeline.DeclaredWindows.Window;
import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Reads the session of a feature: the gap that ends it, and how far back it reaches at most. */
final class SessionSection {
    static final String SESSION = "session";
    static final String AT_MOST = "at_most";
    private static final String DEFAULT_AT_MOST = "1d";

    private final YamlMap map;

    SessionSection(YamlMap map) {
        this.map = map;
    }

    /** The session; empty where there is none to go on with. */
    Optional<DeclaredWindows> read(long lag, boolean withEvent) {
        Optional<YamlValue> session = map.value(SESSION);
        Optional<Long> gap = session.flatMap(DurationValues::readPositive);
        Optional<Window> most = most();
        if (map.value("window").or(() -> map.value("windows")).isPresent()) {
            map.self().problem("has both a window and a session; keep one of them");
        }
        map.value(AccuracyValue.ACCURACY)
                .ifPresent(
                        value -> value.problem("means nothing with session, which begins with an event; leave it out"));
        if (gap.isEmpty() || most.isEmpty()) {
            return Optional.empty();
        }
        checkReach(session.orElseThrow(), gap.get(), most.get());
        return Optional.of(
                new DeclaredWindows(List.of(most.get()), false, new Beginning.Session(gap.get()), lag, withEvent));
    }

    private Optional<Window> most() {
        Optional<YamlValue> written = map.value(AT_MOST);
        if (written.isEmpty()) {
            return Durations.parse(DEFAULT_AT_MOST).map(millis -> new Window(DEFAULT_AT_MOST, millis));
        }
        return written.flatMap(DurationValues::readPositive)
                .map(millis -> new Window(written.flatMap(YamlValue::scalar).orElseThrow(), millis));
    }

    /** In a session that reaches back no farther than a gap, no event can be more than a gap after another. */
    private void checkReach(YamlValue session, long gap, Window most) {
        if (gap < most.millis()) {
            return;
        }
        Optional<YamlValue> written = map.value(AT_MOST);
        String asWindow = "the session would be every event of the last " + most.text();
        if (written.isPresent()) {
            written.get()
                    .problem("is not longer than the gap of " + session.scalar().orElseThrow() + ", so that " + asWindow
                            + "; write a longer one, or window: " + most.text());
        } else {
            session.problem("is not shorter than " + AT_MOST + ", which is " + most.text() + " unless said, so that "
                    + asWindow + "; write for example " + AT_MOST + ": 30d");
        }
    }

    /** Reports what belongs to a session where there is none. */
    static void refuse(YamlMap map) {
        map.value(AT_MOST)
                .ifPresent(value -> value.problem("means nothing without " + SESSION
                        + "; it says how far back a session" + " reaches at most, where a window has its length"));
    }
}
