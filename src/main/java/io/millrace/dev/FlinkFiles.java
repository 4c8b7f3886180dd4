package io.millrace.dev;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Flink's configuration as the stack writes it. */
final class FlinkFiles {
    private static final String CONFIGURATION = "conf/flink";

    private final StackDirectory directory;
    private final StackSettings settings;
    private final Ports ports;

    FlinkFiles(StackDirectory directory, StackSettings settings, Ports ports) {
        this.directory = directory;
        this.settings = settings;
        this.ports = ports;
    }

    Path checkpoints() {
        return directory.created("checkpoints");
    }

    /** Writes config.yaml and returns its directory. */
    Path write() {
        Map<String, String> all = defaults();
        all.putAll(settings.flink());
        String yaml = all.entrySet().stream()
                .map(setting -> setting.getKey() + ": '" + setting.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        directory.write(CONFIGURATION, "config.yaml", yaml);
        return directory.created(CONFIGURATION);
    }

    private Map<String, String> defaults() {
        Map<String, String> all = new LinkedHashMap<>(addresses());
        all.putAll(state());
        all.putAll(failures());
        all.put("taskmanager.numberOfTaskSlots", Integer.toString(settings.slots()));
        all.putAll(settings.memory().flinkSettings(settings.slots()));
        all.put("io.tmp.dirs", directory.created("tmp").toString());
        all.put("web.tmpdir", directory.created("tmp").toString());
        all.put("metrics.fetcher.update-interval", "1000");
        return all;
    }

    private Map<String, String> addresses() {
        return Map.of(
                "jobmanager.rpc.address", Ports.HOST,
                "jobmanager.rpc.port", Integer.toString(ports.flinkRpc()),
                "jobmanager.bind-host", Ports.HOST,
                "rest.address", Ports.HOST,
                "rest.bind-address", Ports.HOST,
                "rest.port", Integer.toString(ports.flinkRest()),
                "rest.bind-port", Integer.toString(ports.flinkRest()),
                "taskmanager.host", Ports.HOST,
                "taskmanager.bind-host", Ports.HOST);
    }

    private Map<String, String> state() {
        return Map.of(
                "state.backend.type",
                "rocksdb",
                "execution.checkpointing.incremental",
                "true",
                "execution.checkpointing.dir",
                checkpoints().toUri().toString(),
                "execution.checkpointing.savepoint-dir",
                directory.created("savepoints").toUri().toString(),
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION",
                "execution.checkpointing.num-retained",
                "2");
    }

    /** A killed process is noticed in a few seconds, and its job starts again at once. */
    private static Map<String, String> failures() {
        return Map.of(
                "heartbeat.interval", "1000",
                "heartbeat.timeout", "6000",
                "restart-strategy.type", "exponential-delay",
                "restart-strategy.exponential-delay.initial-backoff", "500 ms",
                "restart-strategy.exponential-delay.max-backoff", "5 s");
    }
}
