package io.millrace.dev.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do in their own time. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Waiting() {}

    /** Returns when the condition holds; {@link BenchException} where it does not within two minutes. */
    static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new BenchException("Waited " + LIMIT.toSeconds() + " s in vain until " + what);
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("Interrupted while waiting", e);
        }
    }
}
