package io.millrace.flink;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Processor time of the one thread that counts, for each count of it. In statics, since a job's function finds it in this process. */
final class CpuMeter {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int LOOK = 1_024;
    private static final int PATIENCE_SECONDS = 120;

    private static volatile CpuMeter current = new CpuMeter(Duration.ZERO, Duration.ZERO);

    private final CompletableFuture<Double> found = new CompletableFuture<>();
    private final long warmUp;
    private final long measured;
    private long count;
    private long begun;
    private long countBefore;
    private long cpuBefore;

    private CpuMeter(Duration warmUp, Duration measured) {
        this.warmUp = warmUp.toNanos();
        this.measured = measured.toNanos();
    }

    /** Forgets what was, and measures so long after so long, from the first count on. */
    static void begin(Duration warmUp, Duration measured) {
        current = new CpuMeter(warmUp, measured);
    }

    static void count() {
        current.add();
    }

    /** Waits for the end of the measured time. */
    static double micros() throws Exception {
        return current.found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void add() {
        if (count++ % LOOK == 0) {
            look(System.nanoTime());
        }
    }

    private void look(long now) {
        if (begun == 0) {
            begun = now;
        } else if (cpuBefore == 0 && now - begun >= warmUp) {
            cpuBefore = THREADS.getCurrentThreadCpuTime();
            countBefore = count;
        } else if (now - begun >= warmUp + measured && !found.isDone()) {
            found.complete((THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1e3 / (count - countBefore));
        }
    }
}
