package io.millrace.adapter.registry;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody sleeps. */
final class SteppingTime implements RegistryTime {
    private static final long NANOS_IN_MILLI = 1_000_000;

    final List<Long> sleeps = new ArrayList<>();
    private long nanos = -5;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(long millis) {
        sleeps.add(millis);
        nanos += millis * NANOS_IN_MILLI;
    }
}
