package io.millrace.testing;

import io.millrace.config.Durations;
import io.millrace.feature.Beginning;
import io.millrace.feature.WindowedFeature;
import io.millrace.testing.Explanation.Side;
import java.util.function.LongFunction;

/** Windows, and where events lie to them, in words. */
public final class WindowWords {
    private WindowWords() {}

    /**
     * From when to when a window reaches, for example {@code (1h, 2h]}.
     *
     * @param time the scored event's
     * @param shown writes a time
     */
    public static String span(WindowedFeature window, long time, LongFunction<String> shown) {
        String begin = window.isLifetime() ? "ever" : shown.apply(window.left(time));
        String session = window.begins() instanceof Beginning.Session of
                ? "the session with gaps up to " + Durations.format(of.gap()) + " in "
                : "";
        return session + "(" + begin + ", " + shown.apply(time - window.lag()) + "]";
    }

    /** Where an event lies. */
    public static String side(Side side, WindowedFeature window) {
        return switch (side) {
            case BEFORE ->
                window.begins() instanceof Beginning.Session ? "outside: before the session" : "outside: too old";
            case INSIDE -> "in the window";
            case AFTER -> "outside: later than the window";
            case ERASED -> "erased";
        };
    }
}
