package io.millrace.dev;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A Flink cluster that is there already, wherever it runs.
 *
 * @param host of its REST API
 * @param port of its REST API
 */
public record FlinkConnection(String host, int port) {
    private static final int HIGHEST_PORT = 65_535;
    private static final String CONFIGURATION = "conf/flink";

    /**
     * Makes a connection of {@code HOST:PORT}, or of {@code HOST} with Flink's usual port; empty where the text is neither.
     */
    public static Optional<FlinkConnection> parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? Integer.toString(Ports.USUAL.flinkRest()) : text.substring(colon + 1);
        boolean valid = host.matches("[A-Za-z0-9._-]+|\\[[0-9a-fA-F:.]+]")
                && port.matches("[1-9][0-9]{0,4}")
                && Integer.parseInt(port) <= HIGHEST_PORT;
        return valid ? Optional.of(new FlinkConnection(host, Integer.parseInt(port))) : Optional.empty();
    }

    /**
     * Returns when the cluster answers without TLS.
     *
     * @throws StackException where it does not
     */
    public void check() {
        try {
            new FlinkRest("http://" + this).overview();
        } catch (StackException e) {
            throw new StackException(
                    "No Flink cluster answers at " + this + " (" + e.getMessage()
                            + "); give the address of its REST API, and start it if it is down",
                    e);
        }
    }

    /**
     * Flink's own client for this cluster.
     *
     * @param project the project's directory; Maven resolves the client's jars into its {@code target/stack} where they are absent
     * @param state the directory for what the client writes
     * @param lib jars that a job's main method finds in Flink's lib
     * @param configuration a directory with Flink's config.yaml, for example with the cluster's TLS settings; empty for Flink's defaults
     */
    public FlinkClient client(Path project, Path state, List<Path> lib, Optional<Path> configuration) {
        StackDirectory directory = new StackDirectory(state);
        Path read = configuration.orElseGet(() -> emptyConfiguration(directory));
        FlinkJvm jvm = new FlinkJvm(directory, StackJars.of(project), lib, read);
        return new FlinkClient(jvm, host, port);
    }

    private static Path emptyConfiguration(StackDirectory directory) {
        directory.write(CONFIGURATION, "config.yaml", "");
        return directory.created(CONFIGURATION);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
