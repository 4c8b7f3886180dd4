package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TaskManagerMemoryTest {
    @Test
    void theSmallOneFitsBesideTheRestOfTheStackIn4Gb() {
        assertThat(TaskManagerMemory.SMALL.total()).isBetween(1_600, 1_900);
    }

    @Test
    void theJvmGetsWhatFlinkIsTold() {
        TaskManagerMemory memory = new TaskManagerMemory(300, 200, 100, 50, 80);

        assertThat(memory.jvmOptions())
                .containsExactly("-Xms428m", "-Xmx428m", "-XX:MaxDirectMemorySize=378m", "-XX:MaxMetaspaceSize=80m");
        assertThat(memory.flinkSettings(3))
                .containsEntry("taskmanager.cpu.cores", "3.0")
                .containsEntry("taskmanager.memory.task.heap.size", "300m")
                .containsEntry("taskmanager.memory.managed.size", "100m");
    }

    @Test
    void aTaskManagerWithoutHeapIsRefused() {
        assertThatThrownBy(() -> new TaskManagerMemory(0, 200, 100, 50, 80))
                .hasMessage("Each part of a TaskManager's memory must be above 0 MiB; found heap 0, off-heap 200,"
                        + " managed 100, network 50, metaspace 80");
    }
}
