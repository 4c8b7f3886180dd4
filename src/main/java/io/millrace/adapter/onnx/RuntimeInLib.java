package io.millrace.adapter.onnx;

import java.util.List;

/**
 * Checks that what lies in Flink's lib/ is there, before any class is touched that can't be linked without it.
 */
public final class RuntimeInLib {
    private static final List<String> CLASSES =
            List.of("ai.onnxruntime.OrtEnvironment", "io.millrace.onnx.OnnxModel", "io.millrace.onnx.TensorBuffer");

    private RuntimeInLib() {}

    /** @throws IllegalStateException when ONNX Runtime or what shares it isn't there, or is of another release */
    public static void check() {
        check(RuntimeInLib.class.getClassLoader());
    }

    static void check(ClassLoader loader) {
        for (String name : CLASSES) {
            try {
                Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                throw new IllegalStateException(
                        name
                                + " is not on the class path; put the onnxruntime jar and the millrace lib jar of this release"
                                + " into Flink's lib/ directory, keep them out of the job jar, and restart the cluster",
                        e);
            }
        }
    }
}
