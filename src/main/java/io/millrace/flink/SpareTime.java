package io.millrace.flink;

import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** Whether a task has time to spare: whether it was idle for at least a little of the last seconds, as Flink measures it. */
final class SpareTime {
    /** In milliseconds of each second. */
    private static final long LITTLE = 20;

    /** In milliseconds. */
    private static final long FIRST_MEASURE = 10_000;

    private final TaskIOMetricGroup task;
    private final ProcessingTimeService clock;
    private final long begun;

    SpareTime(TaskIOMetricGroup task, ProcessingTimeService clock) {
        this.task = task;
        this.clock = clock;
        this.begun = clock.getCurrentProcessingTime();
    }

    boolean isThere() {
        return task.getIdleTimeMsPerSecond().getValue() >= LITTLE || isUnmeasured();
    }

    /** Flink's first measure comes after some seconds. */
    private boolean isUnmeasured() {
        return clock.getCurrentProcessingTime() - begun < FIRST_MEASURE;
    }
}
