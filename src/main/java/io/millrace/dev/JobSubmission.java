package io.millrace.dev;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job to run on a Flink cluster.
 *
 * @param jar with the job and its libraries
 * @param mainClass of the job
 * @param arguments of the main class
 * @param restoreFrom a savepoint or checkpoint to go on from; null to begin anew
 * @param settings of Flink for this job, for example {@code execution.checkpointing.interval}
 * @param classpath more jars for the job's classes, each at a place where every machine of the cluster finds it
 */
public record JobSubmission(
        Path jar,
        String mainClass,
        List<String> arguments,
        @Nullable String restoreFrom,
        Map<String, String> settings,
        List<URI> classpath) {
    public JobSubmission {
        arguments = List.copyOf(arguments);
        settings = Map.copyOf(settings);
        classpath = List.copyOf(classpath);
    }

    public JobSubmission(Path jar, String mainClass, List<String> arguments) {
        this(jar, mainClass, arguments, null, Map.of(), List.of());
    }

    /** The same job, to go on from a savepoint or a retained checkpoint (a path or URI). */
    public JobSubmission restoredFrom(String snapshot) {
        return new JobSubmission(jar, mainClass, arguments, snapshot, settings, classpath);
    }

    public JobSubmission with(Map<String, String> flinkSettings) {
        return new JobSubmission(jar, mainClass, arguments, restoreFrom, flinkSettings, classpath);
    }

    public JobSubmission withClasspath(List<URI> jars) {
        return new JobSubmission(jar, mainClass, arguments, restoreFrom, settings, jars);
    }
}
