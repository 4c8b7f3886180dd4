package io.millrace.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a local stack should be like.
 *
 * @param project the directory with {@code conf/stack/} and {@code target/}
 * @param state the directory for all that the stack writes
 * @param ports where its parts listen
 * @param taskManagers how many to start, at least 0
 * @param slots of each TaskManager
 * @param memory of each TaskManager
 * @param flinkLib jars beside Flink's own: what must be loaded once for each process
 * @param flink settings of Flink's config.yaml that are added, or stand in place of the stack's own
 */
public record StackSettings(
        Path project,
        Path state,
        Ports ports,
        int taskManagers,
        int slots,
        TaskManagerMemory memory,
        List<Path> flinkLib,
        Map<String, String> flink) {
    private static final int DEFAULT_SLOTS = 2;

    public StackSettings {
        project = project.toAbsolutePath().normalize();
        state = state.toAbsolutePath().normalize();
        flinkLib = flinkLib.stream().map(Path::toAbsolutePath).collect(Collectors.toUnmodifiableList());
        flink = Map.copyOf(flink);
        if (taskManagers < 0 || slots < 1) {
            throw new IllegalArgumentException(
                    "Expected at least 0 TaskManagers of at least 1 slot; found " + taskManagers + " of " + slots);
        }
    }

    /** Free ports and one small TaskManager of two slots. */
    public static StackSettings of(Path project, Path state) {
        return new StackSettings(
                project, state, Ports.FREE, 1, DEFAULT_SLOTS, TaskManagerMemory.SMALL, List.of(), Map.of());
    }

    public StackSettings withPorts(Ports chosen) {
        return new StackSettings(project, state, chosen, taskManagers, slots, memory, flinkLib, flink);
    }

    public StackSettings withTaskManagers(int number, int slotsOfEach) {
        return new StackSettings(project, state, ports, number, slotsOfEach, memory, flinkLib, flink);
    }

    public StackSettings withMemory(TaskManagerMemory ofEach) {
        return new StackSettings(project, state, ports, taskManagers, slots, ofEach, flinkLib, flink);
    }

    public StackSettings withFlinkLib(Path... jars) {
        return new StackSettings(
                project,
                state,
                ports,
                taskManagers,
                slots,
                memory,
                Stream.of(jars).toList(),
                flink);
    }

    public StackSettings withFlink(Map<String, String> settings) {
        return new StackSettings(project, state, ports, taskManagers, slots, memory, flinkLib, settings);
    }
}
