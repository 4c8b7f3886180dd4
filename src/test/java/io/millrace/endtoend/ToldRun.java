package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.lineage.PublishedSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What lineage was told of one run.
 *
 * @param start of the run
 * @param end of the run
 */
record ToldRun(JsonNode start, JsonNode end) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The only run in a file, once its end is there. */
    static ToldRun in(Path file, String job, String ending) throws IOException {
        await("the end of " + job + " in " + file)
                .atMost(LIMIT)
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= 2);
        return of(Files.readAllLines(file), job, ending);
    }

    /** Asserts that events are valid, and how a run of a job began and ended. */
    static ToldRun of(List<String> events, String job, String ending) throws IOException {
        PublishedSchemas schemas = new PublishedSchemas();
        events.forEach(event -> assertThat(schemas.complaints(event)).as(event).isEmpty());
        assertThat(events).hasSize(2);
        ObjectMapper json = new ObjectMapper();
        ToldRun run = new ToldRun(json.readTree(events.get(0)), json.readTree(events.get(1)));
        assertThat(run.start().path("eventType").asText()).isEqualTo("START");
        assertThat(run.end().path("eventType").asText()).isEqualTo(ending);
        assertThat(run.end().at("/run/runId")).isEqualTo(run.start().at("/run/runId"));
        assertThat(run.start().at("/job/name").asText()).isEqualTo(job);
        assertThat(run.end().at("/job/name").asText()).isEqualTo(job);
        return run;
    }
}
