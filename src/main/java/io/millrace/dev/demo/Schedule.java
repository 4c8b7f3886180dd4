package io.millrace.dev.demo;

import java.util.concurrent.TimeUnit;

/**
 * When each event of a steady stream is to be sent. Moments are counted from the start and not from the event before: who is late catches up, and delays
 * show as latency instead of thinning out the stream.
 *
 * @param start in the nanoseconds of {@link System#nanoTime}
 */
record Schedule(long start, double perSecond) {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    Schedule {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException(perSecond + " events in a second are none; expected more than 0");
        }
    }

    /** The moment of an event, counted from 0, in the nanoseconds of {@link System#nanoTime}. */
    long moment(long number) {
        return start + (long) (number / perSecond * NANOS);
    }
}
