package io.millrace.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the build makes for a Flink cluster, and ONNX Runtime.
 *
 * @param job the jar that is submitted
 * @param lib the jar that lies in Flink's lib
 * @param onnxRuntime the jar beside it
 */
public record JobJars(Path job, Path lib, Path onnxRuntime) {
    /**
     * The jars of a project.
     *
     * @throws StackException where they aren't built
     */
    public static JobJars of(Path project) {
        Path target = project.resolve("target");
        return new JobJars(jar(target, "-job.jar"), jar(target, "-lib.jar"), onnxRuntimeOfThisJvm());
    }

    private static Path onnxRuntimeOfThisJvm() {
        return Path.of(ai.onnxruntime.OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    private static Path jar(Path target, String ending) {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().startsWith("millrace-"))
                    .filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> missing(target, ending));
        } catch (IOException e) {
            throw missing(target, ending);
        }
    }

    private static StackException missing(Path target, String ending) {
        return new StackException(
                "There is no millrace-*" + ending + " in " + target + "; build it: mvn -DskipTests package");
    }
}
