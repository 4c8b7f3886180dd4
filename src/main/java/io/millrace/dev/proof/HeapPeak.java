package io.millrace.dev.proof;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/** The most heap that this JVM used, garbage within. */
final class HeapPeak {
    private static final long MIB = 1L << 20;

    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private HeapPeak() {}

    /** Counts from now on. */
    static HeapPeak fromNow() {
        HeapPeak peak = new HeapPeak();
        System.gc();
        peak.pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        return peak;
    }

    /** The sum over the heap's generations, each at its own peak. */
    long mib() {
        return pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / MIB;
    }
}
