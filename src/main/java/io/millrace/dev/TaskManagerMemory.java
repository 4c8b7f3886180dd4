package io.millrace.dev;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much memory a TaskManager takes, in MiB; its process needs about {@link #total} of them.
 *
 * @param heap for the jobs' objects
 * @param offHeap for what the jobs allocate outside the JVM: models in ONNX Runtime
 * @param managed for RocksDB
 * @param network for buffers between tasks
 * @param metaspace for classes
 */
public record TaskManagerMemory(int heap, int offHeap, int managed, int network, int metaspace) {
    /** For a machine of 4 GB that also runs the rest of the stack. */
    public static final TaskManagerMemory SMALL = new TaskManagerMemory(448, 256, 384, 96, 256);

    private static final int FRAMEWORK_HEAP = 128;
    private static final int FRAMEWORK_OFF_HEAP = 128;
    private static final int JVM_OVERHEAD = 128;

    public TaskManagerMemory {
        if (heap <= 0 || offHeap < 0 || managed <= 0 || network <= 0 || metaspace <= 0) {
            throw new IllegalArgumentException("Each part of a TaskManager's memory must be above 0 MiB; found heap "
                    + heap + ", off-heap " + offHeap + ", managed " + managed + ", network " + network + ", metaspace "
                    + metaspace);
        }
    }

    /** What the process takes at most, in MiB, if native code keeps to its share. */
    public int total() {
        return heap + offHeap + managed + network + metaspace + FRAMEWORK_HEAP + FRAMEWORK_OFF_HEAP + JVM_OVERHEAD;
    }

    List<String> jvmOptions() {
        int javaHeap = heap + FRAMEWORK_HEAP;
        return List.of(
                "-Xms" + javaHeap + "m",
                "-Xmx" + javaHeap + "m",
                "-XX:MaxDirectMemorySize=" + (offHeap + network + FRAMEWORK_OFF_HEAP) + "m",
                "-XX:MaxMetaspaceSize=" + metaspace + "m");
    }

    /** The settings that Flink's start scripts compute, and that the TaskManager's main class demands. */
    Map<String, String> flinkSettings(int slots) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("taskmanager.cpu.cores", slots + ".0");
        settings.put("taskmanager.memory.task.heap.size", heap + "m");
        settings.put("taskmanager.memory.task.off-heap.size", offHeap + "m");
        settings.put("taskmanager.memory.managed.size", managed + "m");
        settings.put("taskmanager.memory.network.min", network + "m");
        settings.put("taskmanager.memory.network.max", network + "m");
        settings.put("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP + "m");
        settings.put("taskmanager.memory.framework.off-heap.size", FRAMEWORK_OFF_HEAP + "m");
        settings.put("taskmanager.memory.jvm-metaspace.size", metaspace + "m");
        settings.put("taskmanager.memory.jvm-overhead.min", JVM_OVERHEAD + "m");
        settings.put("taskmanager.memory.jvm-overhead.max", JVM_OVERHEAD + "m");
        return settings;
    }
}
