package io.millrace.flink;

import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;

/** Whether a task has time to spare: whether it was idle for at least a little of the last seconds, as Flink measures it. */
final class SpareTime {
    /** In milliseconds of each second. */
    private static final long LITTLE = 20;

    private final TaskIOMetricGroup task;
    private final long begun;

    SpareTime(TaskIOMetricGroup task) {
        this.task = task;
        this.begun = System.nanoTime();
    }

    boolean isThere() {
        return task.getIdleTimeMsPerSecond().getValue() >= LITTLE || isUnmeasured();
    }

    /** Flink's first measure comes after some seconds. */
    private boolean isUnmeasured() {
        return System.nanoTime() - begun < 10_000_000_000L;
    }
}
