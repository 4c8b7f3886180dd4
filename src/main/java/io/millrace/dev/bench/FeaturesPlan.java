package io.millrace.dev.bench;

import io.millrace.dev.bench.FeatureSuite.Part;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the benchmark of features is to do.
 *
 * @param project the project's directory
 * @param parts which parts of the suite; none for all
 * @param brief a trial of the benchmark itself, on small workloads
 * @param events how many there are to be measured on, behind those that fill the windows
 * @param steady how long a job is measured at most
 * @param warmUp how long a job runs before that, unless it is so fast that few events would be left
 * @param patience how long a job may take to fill its windows, or it is left out
 * @param parallelism of each operator; also the partitions of each topic and the slots
 * @param data real transactions; null for generated ones
 */
record FeaturesPlan(
        Path project,
        Set<Part> parts,
        boolean brief,
        long events,
        Duration steady,
        Duration warmUp,
        Duration patience,
        int parallelism,
        @Nullable Path data) {
    private static final String PROFILE = "conf/throughput.properties";

    FeaturesPlan {
        if (events < 1 || parallelism < 1 || steady.isNegative() || steady.isZero()) {
            throw new BenchException("Expected at least 1 event, 1 second and a parallelism of 1; found " + events
                    + ", " + steady.toSeconds() + " and " + parallelism);
        }
        project = project.toAbsolutePath().normalize();
        parts = Set.copyOf(parts);
    }

    Map<Workload, List<FeatureRun>> runs() {
        return FeatureSuite.of(parts, brief, data);
    }

    Path stack() {
        return project.resolve(".millrace").resolve("bench").resolve("stack");
    }

    /** Where the definitions are written. */
    Path definitions() {
        return project.resolve(".millrace").resolve("bench").resolve("features");
    }

    Path profile() {
        return project.resolve(PROFILE);
    }

    /**
     * The settings on top of the throughput profile, the same for all jobs.
     *
     * @param run names this one run: its consumer groups and transactional ids were never used before
     */
    Map<String, String> settings(String bootstrapServers, String registryUrl, String run) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("registry.url", registryUrl);
        settings.put("models.store", "none");
        settings.put("parallelism", Integer.toString(parallelism));
        settings.put("transactional.id.prefix", run);
        settings.put("checkpoint.interval", checkpointInterval());
        settings.put("flink.execution.checkpointing.externalized-checkpoint-retention", "DELETE_ON_CANCELLATION");
        return settings;
    }

    String checkpointInterval() {
        return brief ? "2s" : "10s";
    }

    /** The arguments of all jobs. */
    List<String> arguments(Path definition, Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", definition.toString(), "--settings", profile().toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }
}
