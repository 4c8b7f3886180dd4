package io.millrace.dev.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the build makes for a Flink cluster.
 *
 * @param job the jar that is submitted
 * @param lib the jar that lies in Flink's lib
 */
record JobJars(Path job, Path lib) {
    /** @throws BenchException where they aren't built */
    static JobJars of(Path project) {
        Path target = project.resolve("target");
        return new JobJars(jar(target, "-job.jar"), jar(target, "-lib.jar"));
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

    private static BenchException missing(Path target, String ending) {
        return new BenchException(
                "There is no millrace-*" + ending + " in " + target + "; build it: mvn -DskipTests package");
    }
}
