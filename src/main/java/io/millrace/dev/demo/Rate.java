package io.millrace.dev.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How fast a count has grown lately. */
final class Rate {
    private record Reading(long nanos, long count) {}

    private final long span;
    private final Deque<Reading> readings = new ArrayDeque<>();

    /** @param span how far back it looks */
    Rate(Duration span) {
        this.span = span.toNanos();
    }

    /**
     * Takes a reading.
     *
     * @return the growth in a second since the oldest reading that lies within the span, 0 at the first one
     */
    double read(long nanos, long count) {
        readings.add(new Reading(nanos, count));
        while (nanos - readings.getFirst().nanos() > span) {
            readings.removeFirst();
        }
        Reading oldest = readings.getFirst();
        long elapsed = nanos - oldest.nanos();
        return elapsed == 0 ? 0 : (count - oldest.count()) * (double) TimeUnit.SECONDS.toNanos(1) / elapsed;
    }
}
