package io.millrace.lineage.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can be delivered is, and what can't troubles nobody. */
@Timeout(60)
class DeliveryTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final EndOfRun.Places PLACES = new EndOfRun.Places("@state@", "@time@", "@cause@");

    private final Path file;

    DeliveryTest(@TempDir Path folder) {
        this.file = folder.resolve("new").resolve("lineage.json");
    }

    @Test
    void aFileGetsALineForEachEvent() throws IOException {
        Delivery delivery = new Delivery(to("file:" + file));
        assertThat(delivery.send("job", "{\"a\":1}")).isTrue();
        assertThat(delivery.send("job", "{\"b\":2}")).isTrue();
        assertThat(Files.readAllLines(file)).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(delivery.undelivered()).isZero();
    }

    @Test
    void anAddressGetsAPostWithItsCredentials() throws IOException {
        List<String> got = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/lineage", exchange -> {
            got.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(got.size() == 1 ? 201 : 503, -1);
            exchange.close();
        });
        server.start();
        try {
            Delivery delivery = new Delivery(new Destination(
                    "http://localhost:" + server.getAddress().getPort() + "/api/v1/lineage",
                    "Bearer s3cret",
                    Map.of(),
                    Duration.ofSeconds(20)));
            assertThat(delivery.send("job", "{}")).isTrue();
            assertThat(delivery.send("job", "{}")).as("status 503").isFalse();
            assertThat(delivery.undelivered()).isEqualTo(1);
        } finally {
            server.stop(0);
        }
        assertThat(got).containsOnly("POST application/json Bearer s3cret {}");
    }

    @Test
    void whereNobodyAnswersItGivesUpInTime() throws Exception {
        Path pipe = file.resolveSibling("pipe");
        Files.createDirectories(pipe.getParent());
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String place = "localhost:" + silent.getLocalPort();
            for (Destination destination : List.of(
                    to("http://" + place),
                    new Destination("kafka:lineage", "", Map.of("bootstrap.servers", place), SHORT),
                    to("http://localhost:1/nobody"),
                    to("file:" + pipe),
                    to("file:/proc/nowhere/lineage.json"),
                    new Destination("kafka:lineage", "", Map.of("bootstrap.servers", "no address"), SHORT))) {
                Delivery delivery = new Delivery(destination);
                long began = System.nanoTime();
                assertThat(delivery.send("job", "{}"))
                        .as(destination.toString())
                        .isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
                assertThat(delivery.undelivered()).isEqualTo(1);
            }
        }
    }

    @Test
    void secretsAreNotShown() {
        Destination destination = new Destination("http://host", "Bearer s3cret", Map.of("sasl", "s3cret"), SHORT);
        EndOfRun end = new EndOfRun(destination, "job", "", "", PLACES);
        assertThat(destination.toString() + end).doesNotContain("s3cret");
    }

    @Test
    void theEndOfARunIsToldAsTheClusterHasIt() throws Exception {
        EndOfRun end = new EndOfRun(
                to("file:" + file),
                "job",
                "{\"eventType\":\"@state@\",\"eventTime\":\"@time@\"}",
                "{\"eventType\":\"@state@\",\"message\":\"@cause@\"}",
                PLACES);
        EndOfRun read = (EndOfRun) copy(end);
        JobID job = new JobID(1, 2);
        read.onCreated(job);
        read.onCanceled(job);
        read.onFinished(job);
        read.onFailed(job, new IllegalStateException("outer", new IOException("contents of a record")));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("\\{\"eventType\":\"ABORT\",\"eventTime\":\"20[0-9T:.-]+Z\"}");
        assertThat(lines.get(1)).contains("COMPLETE");
        assertThat(lines.get(2))
                .isEqualTo(
                        "{\"eventType\":\"FAIL\",\"message\":\"java.io.IOException; see job " + job + " in Flink\"}");
    }

    private static Destination to(String place) {
        return new Destination(place, "", Map.of(), SHORT);
    }

    private static Object copy(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
