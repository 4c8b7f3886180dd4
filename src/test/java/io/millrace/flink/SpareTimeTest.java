package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.runtime.metrics.groups.TaskIOMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class SpareTimeTest {
    private final ManualClock clock = new ManualClock();
    private final TaskIOMetricGroup task =
            new TaskIOMetricGroup(UnregisteredMetricGroups.createUnregisteredTaskMetricGroup(), clock);
    private final TestProcessingTimeService time = new TestProcessingTimeService();

    /** Flink measures each 5 seconds, of which the task was idle for so long. */
    private void measure(Duration idle) {
        clock.advanceTime(Duration.ofMillis(1));
        task.getIdleTimeMsPerSecond().markStart();
        clock.advanceTime(idle);
        task.getIdleTimeMsPerSecond().markEnd();
        task.getIdleTimeMsPerSecond().update();
    }

    @Test
    void isThereUntilFlinkHasMeasured() throws Exception {
        time.setCurrentTime(1_000);
        SpareTime spare = new SpareTime(task, time);

        time.setCurrentTime(10_999);
        assertThat(spare.isThere()).isTrue();
        time.setCurrentTime(11_000);
        assertThat(spare.isThere()).isFalse();
    }

    @Test
    void isThereWhereTheTaskIsIdleForAFiftiethOfItsTime() throws Exception {
        time.setCurrentTime(1_000);
        SpareTime spare = new SpareTime(task, time);
        time.setCurrentTime(60_000);

        measure(Duration.ofMillis(99));
        assertThat(spare.isThere()).isFalse();
        measure(Duration.ofMillis(101));
        assertThat(spare.isThere()).isTrue();
    }
}
