package io.millrace.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.config.Settings;
import io.millrace.lineage.Job;
import io.millrace.lineage.PublishedSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small jobs on Flink within this process: what is told of them is what became of them, and lineage that fails leaves them alone. */
class SubmissionTest {
    private static final Job JOB = new Job("p.j", "", Map.of(), Job.Kind.STREAMING, "", List.of(), List.of());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    SubmissionTest(@TempDir Path folder) {
        this.file = folder.resolve("lineage.json");
    }

    @Test
    void aJobThatIsDoneIsToldSo() throws Exception {
        Submission.execute(numbers(7), "numbers", settings("file:" + file), () -> JOB);

        List<JsonNode> events = events();
        assertThat(events).extracting(event -> event.path("eventType").asText()).containsExactly("START", "COMPLETE");
        assertThat(events)
                .extracting(event -> event.at("/run/runId").asText())
                .doesNotContain("")
                .allMatch(events.get(0).at("/run/runId").asText()::equals);
    }

    @Test
    void aJobThatFailsIsToldSoWithoutWhatItsMessageHolds() {
        assertThatThrownBy(() -> Submission.execute(numbers(0), "numbers", settings("file:" + file), () -> JOB))
                .hasStackTraceContaining("contents of a record");

        List<JsonNode> events = events();
        assertThat(events).extracting(event -> event.path("eventType").asText()).containsExactly("START", "FAIL");
        assertThat(events.get(1).at("/run/facets/errorMessage/message").asText())
                .startsWith("java.lang.IllegalArgumentException; see job ");
    }

    @Test
    void lineageThatFailsLeavesTheJobAlone() throws Exception {
        Submission.execute(numbers(7), "numbers", settings("file:/proc/nowhere/lineage.json"), () -> JOB);
        Submission.execute(numbers(7), "numbers", settings("file:" + file), () -> {
            throw new IOException("the store of models is down");
        });
        Submission.execute(numbers(7), "numbers", settings(""), () -> {
            throw new AssertionError("nobody wants to know");
        });

        assertThat(file).doesNotExist();
    }

    /** A job that stops at a number below 1. */
    private static StreamExecutionEnvironment numbers(int last) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1, new Configuration());
        environment
                .fromData(1, 2, last)
                .map(number -> {
                    if (number < 1) {
                        throw new IllegalArgumentException("contents of a record");
                    }
                    return number;
                })
                .sinkTo(new DiscardingSink<>());
        return environment;
    }

    private List<JsonNode> events() {
        await("the end")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.readAllLines(file).size() == 2);
        List<JsonNode> events = new ArrayList<>();
        try {
            PublishedSchemas schemas = new PublishedSchemas();
            for (String line : Files.readAllLines(file)) {
                assertThat(schemas.complaints(line)).as(line).isEmpty();
                events.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return events;
    }

    private static Settings settings(String to) {
        return Settings.of(Map.of(
                "kafka.bootstrap.servers",
                "localhost:9092",
                "registry.url",
                "http://localhost:8081",
                "models.store",
                "models",
                "lineage.to",
                to));
    }
}
