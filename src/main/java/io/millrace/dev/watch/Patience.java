package io.millrace.dev.watch;

import java.time.Duration;

/** Waits as long as something still happens: until a count has stood still for a while. */
public final class Patience {
    private final long limit;
    private long count = -1;
    private long since;

    public Patience(Duration limit) {
        this.limit = limit.toNanos();
    }

    /**
     * Whether to wait on.
     *
     * @param nanos now, in the nanoseconds of {@link System#nanoTime}
     * @param seen of what is waited for, at least 0
     */
    public boolean lasts(long nanos, long seen) {
        if (seen != count) {
            count = seen;
            since = nanos;
        }
        return nanos - since < limit;
    }
}
