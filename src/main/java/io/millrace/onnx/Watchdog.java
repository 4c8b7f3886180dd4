package io.millrace.onnx;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stops calls that take longer than they may: one thread of the process, which looks at all limited callers every 10 milliseconds and ends
 * with the last of them. So a call costs its caller no timer.
 */
final class Watchdog {
    static final String THREAD = "millrace-model-watchdog";

    private static final long PERIOD_NANOS = Duration.ofMillis(10).toNanos();

    // One for the process, as ONNX Runtime is.
    private static final Watchdog SHARED = new Watchdog();

    private final Set<CallLimit> limits = ConcurrentHashMap.newKeySet();
    private @Nullable Thread thread;

    private Watchdog() {}

    static Watchdog shared() {
        return SHARED;
    }

    synchronized void watch(CallLimit limit) {
        limits.add(limit);
        if (thread == null) {
            thread = Daemons.thread(THREAD, this::look);
            thread.start();
        }
    }

    synchronized void forget(CallLimit limit) {
        limits.remove(limit);
    }

    private void look() {
        while (isNeeded()) {
            long now = System.nanoTime();
            limits.forEach(limit -> limit.check(now));
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }

    private synchronized boolean isNeeded() {
        if (limits.isEmpty()) {
            thread = null;
            return false;
        }
        return true;
    }
}
