package io.millrace.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits for something that a process does in its own time. */
public final class Waiting {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Waiting() {}

    /** Returns when the condition holds; throws {@link StackException} when it does not within two minutes. */
    public static void until(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(LIMIT);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new StackException("Waited " + LIMIT.toSeconds() + " s in vain until " + what);
            }
            pause(what);
        }
    }

    /** Waits a little. */
    public static void pause(String what) {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting until " + what, e);
        }
    }
}
