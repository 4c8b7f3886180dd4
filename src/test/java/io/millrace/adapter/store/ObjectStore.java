package io.millrace.adapter.store;

import io.millrace.dev.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server that speaks S3's protocol, in a process of its own on this machine; what it keeps ends with it. */
final class ObjectStore implements AutoCloseable {
    /** Where the build has put the server, and Flink's file systems for S3, each in a folder of its own. */
    private static final Path BUILT = Path.of("target", "s3");

    private static final Duration START = Duration.ofSeconds(90);
    private static final long GRACE_SECONDS = 10;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    /** Starts it, with an empty bucket. */
    ObjectStore(Path directory, String bucket) throws IOException {
        int port = Ports.oneFree();
        url = "http://127.0.0.1:" + port;
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        server().toString(),
                        "--server.port=0",
                        "--com.adobe.testing.s3mock.httpPort=" + port,
                        "--com.adobe.testing.s3mock.store.root=" + Files.createDirectory(directory.resolve("objects"))))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("s3.log").toFile())
                .start();
        try {
            Awaitility.await("the object store answers")
                    .atMost(START)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> send("PUT", "/" + bucket) == OK);
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Path server() throws IOException {
        try (Stream<Path> files = Files.list(BUILT)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The directory of plugins with one of Flink's file systems for S3, {@code hadoop} or {@code presto}. */
    static Path plugins(String fileSystem) {
        return BUILT.resolve(fileSystem);
    }

    String url() {
        return url;
    }

    /** The keys of all that is kept, as the store lists them. */
    String list(String bucket) throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(URI.create(url + "/" + bucket + "?list-type=2"))
                .build();
        return http.send(list, BodyHandlers.ofString()).body();
    }

    private int send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
