package io.millrace.adapter.onnx;

import io.millrace.config.Problems;

/**
 * What a model takes while it is loaded, from what lies in its file. Measured with ONNX Runtime 1.28: 3 bytes for each byte of weights, where a network of 67 MB took
 * 200; 14 for each byte of anything else, where a forest of 4.1 MB took 56. The peak counts, with the file's own bytes on the heap.
 */
final class MemoryNeed {
    private static final int OF_WEIGHTS = 3;
    private static final int OF_THE_REST = 14;

    private MemoryNeed() {}

    /** @param weights bytes of the file that are weights */
    static long bytes(long file, long weights) {
        return weights * OF_WEIGHTS + (file - weights) * OF_THE_REST;
    }

    /**
     * @param left bytes that may be taken
     * @return whether they suffice
     */
    static boolean check(String where, long file, long weights, long left, Problems problems) {
        long need = bytes(file, weights);
        if (need > left) {
            problems.add(
                    where,
                    "it is too big for the memory that is left: its " + file + " bytes, " + weights
                            + " of them weights, take about " + need + " to load, and " + left
                            + " are left in this container or machine; raise the container's memory"
                            + " (taskmanager.memory.task.off-heap.size in Flink, where the model it replaces counts too), or"
                            + " serve a smaller model");
        }
        return need <= left;
    }
}
