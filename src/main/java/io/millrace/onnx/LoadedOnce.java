package io.millrace.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to work where Flink loaded this package, or another with a native library, with a job's class loader: each restart of the job would load
 * the native library again, which leaks and in the end fails.
 */
public final class LoadedOnce {
    // The class that Flink's loaders of job jars extend, and the one that it wraps around them.
    private static final Set<String> USER_CODE = Set.of("FlinkUserCodeClassLoader", "SafetyNetWrapperClassLoader");

    private LoadedOnce() {}

    /** Checks this package and ONNX Runtime. */
    static void check() {
        check(LoadedOnce.class.getClassLoader());
        check(OrtEnvironment.class.getClassLoader());
    }

    static void check(@Nullable ClassLoader loader) {
        check(loader, "ONNX Runtime", "the onnxruntime jar and the millrace lib jar");
    }

    /**
     * Checks a class with a native library.
     *
     * @param what the library is called
     * @param jars which belong into Flink's lib/
     * @throws IllegalStateException when it was loaded from the job jar
     */
    public static void check(Class<?> type, String what, String jars) {
        check(type.getClassLoader(), what, jars);
    }

    private static void check(@Nullable ClassLoader loader, String what, String jars) {
        for (ClassLoader l = loader; l != null; l = l.getParent()) {
            if (loadsUserCode(l)) {
                throw new IllegalStateException(what + " was loaded from the job jar, by "
                        + l.getClass().getName()
                        + "; it must be loaded once for each process: put " + jars + " into"
                        + " Flink's lib/ directory, take both out of the job jar, and restart the cluster");
            }
        }
    }

    private static boolean loadsUserCode(ClassLoader loader) {
        for (Class<?> c = loader.getClass(); c != null; c = c.getSuperclass()) {
            if (USER_CODE.contains(c.getSimpleName())) {
                return true;
            }
        }
        return false;
    }
}
