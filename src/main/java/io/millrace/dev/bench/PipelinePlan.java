package io.millrace.dev.bench;

import io.millrace.adapter.file.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the pipeline benchmark is to do.
 *
 * @param project the project's directory
 * @param events how many each job reads
 * @param rounds how often each job runs
 * @param parallelism of each operator; also the partitions of each topic and the slots
 * @param rows opens the events anew, in the order of their time
 */
record PipelinePlan(Path project, long events, int rounds, int parallelism, Supplier<Rows> rows) {
    private static final String PROFILE = "conf/throughput.properties";
    private static final String DEFINITION = "jobs/card-fraud/pipeline.yaml";

    PipelinePlan {
        if (events < 1 || rounds < 1 || parallelism < 1) {
            throw new BenchException("Expected at least 1 event, 1 round and a parallelism of 1; found " + events + ", "
                    + rounds + " and " + parallelism);
        }
        project = project.toAbsolutePath().normalize();
    }

    /** Where all that the benchmark writes lies. */
    Path state() {
        return project.resolve(".millrace").resolve("bench");
    }

    Path models() {
        return state().resolve("models");
    }

    Path definition() {
        return project.resolve(DEFINITION);
    }

    /**
     * The settings on top of the throughput profile, the same for both jobs.
     *
     * @param run names this one run: its consumer groups and transactional ids were never used before
     */
    Map<String, String> settings(String bootstrapServers, String registryUrl, String run) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("registry.url", registryUrl);
        settings.put("models.store", models().toUri().toString());
        settings.put("parallelism", Integer.toString(parallelism));
        settings.put("transactional.id.prefix", run);
        settings.put("flink.execution.checkpointing.externalized-checkpoint-retention", "DELETE_ON_CANCELLATION");
        return settings;
    }

    Path profile() {
        return project.resolve(PROFILE);
    }

    /** The arguments of both jobs. */
    List<String> arguments(Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", definition().toString(), "--settings", profile().toString()));
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }
}
