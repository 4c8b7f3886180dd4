package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.config.Settings;
import io.millrace.dev.CardTransaction;
import io.millrace.dev.CardWorld;
import io.millrace.dev.SimulatedCards;
import io.millrace.lineage.PublishedSchemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training as lineage is told of it. */
class TrainCommandTest {
    private static final CardWorld WORLD = new CardWorld(42, 100, 100, 1_000, LocalDate.of(2024, 1, 1));
    private static final int DAYS = 13;

    private final Path folder;
    private final Path lineage;

    TrainCommandTest(@TempDir Path folder) {
        this.folder = folder;
        this.lineage = folder.resolve("lineage.json");
    }

    private Path rows(int count) throws IOException {
        SimulatedCards cards = new SimulatedCards(WORLD);
        List<String> lines = new ArrayList<>(List.of(String.join(",", CardTransaction.COLUMNS)));
        for (int i = 0; i < count; i++) {
            lines.add(String.join(",", cards.next().cells()));
        }
        return Files.write(folder.resolve("rows.csv"), lines);
    }

    private int train(Path data) {
        return Millrace.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                "train",
                "jobs/card-fraud",
                "--data",
                data.toString(),
                "--store",
                folder.resolve("models").toString(),
                "--train",
                "4d",
                "--holdout",
                "1d",
                "--set",
                "kafka.bootstrap.servers=none:9092",
                "--set",
                "registry.url=http://none:8081",
                "--set",
                "models.store=none",
                "--set",
                "lineage.to=file:" + lineage);
    }

    private List<JsonNode> events() throws IOException {
        PublishedSchemas schemas = new PublishedSchemas();
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(lineage)) {
            assertThat(schemas.complaints(line)).as(line).isEmpty();
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events)
                .hasSize(2)
                .allMatch(event -> event.at("/job/name").asText().equals("card-fraud.train"));
        assertThat(events.get(1).at("/run/runId")).isEqualTo(events.get(0).at("/run/runId"));
        return events;
    }

    @Test
    void theModelAndItsFileAreToldWhenItIsThere() throws IOException {
        Path data = rows(WORLD.perDay() * DAYS);

        assertThat(train(data)).isZero();

        JsonNode start = events().get(0);
        JsonNode end = events().get(1);
        assertThat(start.path("eventType").asText()).isEqualTo("START");
        assertThat(start.path("outputs")).isEmpty();
        assertThat(end.path("eventType").asText()).isEqualTo("COMPLETE");
        assertThat(end.at("/inputs/0/name").asText()).isEqualTo(data.toString());
        String digest = end.at("/run/facets/millrace_model/digest").asText();
        assertThat(end.at("/run/facets/millrace_model/slot").asText())
                .as("the first is the champion")
                .isEqualTo("CHAMPION");
        assertThat(Path.of(end.at("/outputs/0/name").asText())).exists().endsWithRaw(Path.of("card-fraud", digest));
        assertThat(end.at("/outputs/0/facets/version/datasetVersion").asText()).isEqualTo("sha256:" + digest);
    }

    @Test
    void aRunThatCantBeDescribedIsDoneAllTheSame() throws IOException {
        StringWriter err = new StringWriter();
        List<String> done = new ArrayList<>();
        ToldRun run = ToldRun.of(
                Settings.of(Map.of(
                        "kafka.bootstrap.servers",
                        "none:9092",
                        "registry.url",
                        "http://none:8081",
                        "models.store",
                        "none",
                        "lineage.to",
                        "file:" + lineage)),
                new PrintWriter(err, true));

        run.tell(
                () -> {
                    throw new IllegalStateException("no table");
                },
                () -> {
                    done.add("work");
                    return ToldRun.Done.of(() -> {
                        throw new AssertionError("nobody asks");
                    });
                });

        assertThat(done).containsExactly("work");
        assertThat(err.toString()).contains("(no table); the command goes on without");
        assertThat(lineage).doesNotExist();
    }

    @Test
    void aTrainingThatIsRefusedHasFailed() throws IOException {
        assertThat(train(rows(0))).isEqualTo(2);

        JsonNode end = events().get(1);
        assertThat(end.path("eventType").asText()).isEqualTo("FAIL");
        assertThat(end.at("/run/facets/errorMessage/message").asText())
                .isEqualTo("io.millrace.config.DefinitionException");
    }
}
