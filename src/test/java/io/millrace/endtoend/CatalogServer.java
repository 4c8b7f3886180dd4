package io.millrace.endtoend;

import io.millrace.dev.AddedJars;
import io.millrace.dev.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Iceberg's own REST catalogue, in a process of its own on this machine; what it knows lies in a SQLite file. */
final class CatalogServer implements AutoCloseable {
    private static final String MAIN = "org.apache.iceberg.rest.RESTCatalogServer";
    private static final Duration START = Duration.ofSeconds(60);
    private static final long GRACE_SECONDS = 10;
    private static final int OK = 200;

    private final Process process;
    private final String url;

    /**
     * Starts it.
     *
     * @param directory for its file and its log
     * @param warehouse where the tables will lie
     */
    CatalogServer(Path directory, Path warehouse) throws IOException {
        int port = Ports.oneFree();
        url = "http://127.0.0.1:" + port;
        Files.createDirectories(directory);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        AddedJars.ofCatalog(Path.of("")).stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)),
                        MAIN))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("catalog.log").toFile());
        // The server's names for settings of Iceberg's: two underscores for a hyphen, one for a dot.
        builder.environment()
                .putAll(Map.of(
                        "CATALOG_CATALOG__IMPL",
                        "org.apache.iceberg.jdbc.JdbcCatalog",
                        "CATALOG_URI",
                        "jdbc:sqlite:" + directory.resolve("catalog.db").toAbsolutePath(),
                        "CATALOG_WAREHOUSE",
                        warehouse.toAbsolutePath().toUri().toString(),
                        "CATALOG_REST_PORT",
                        Integer.toString(port)));
        process = builder.start();
        try {
            Awaitility.await("the catalogue answers")
                    .atMost(START)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> status("/v1/config") == OK);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private int status(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** What jobs and the command line are told of it, {@code key=value} each. */
    List<String> settings() {
        return List.of("lake.catalog.catalog-impl=org.apache.iceberg.rest.RESTCatalog", "lake.catalog.uri=" + url);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
