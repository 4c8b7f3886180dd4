package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.lineage.PublishedSchemas;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WRONG = 2;
    private static final int UNDELIVERED = 1;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("lineage", "jobs/card-fraud"));
        arguments.addAll(List.of(more));
        return Millrace.run(new PrintWriter(out), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    private int write(String to) {
        return run(
                "--write",
                "--set",
                "kafka.bootstrap.servers=broker:9092",
                "--set",
                "registry.url=http://registry:8081",
                "--set",
                "models.store=models",
                "--set",
                "lineage.to=" + to);
    }

    @Test
    void everyFeatureAndEveryFieldAreShown() {
        assertThat(run()).isZero();
        assertThat(out.toString())
                .containsPattern("terminal\\.risk_7d +yes +feature terminal\\.frauds_7d +transformation\n")
                .containsPattern("terminal\\.frauds_7d +no +")
                .containsPattern("frauds\\.reported_at +terminal\\.frauds_1d +no\n")
                .containsPattern("transactions\\.amount +card\\.avg_1d +yes\n");
    }

    @Test
    void oneFeatureIsShownAloneWithWhatItReads() {
        assertThat(run("--feature", "card.avg_7d")).isZero();
        assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .containsExactly(
                        "feature in the vector is computed of how",
                        "card.avg_7d yes transactions.amount aggregation",
                        "transactions.customer_id group by",
                        "transactions.event_time window",
                        "transactions.transaction_id filter");
    }

    @Test
    void oneFieldIsShownAloneAsJson() throws IOException {
        assertThat(run("--field", "transactions.amount", "--json")).isZero();

        JsonNode json = JSON.readTree(out.toString());
        assertThat(json.path("pipeline").asText()).isEqualTo("card-fraud");
        assertThat(json.path("features")).isEmpty();
        assertThat(json.path("fields")).hasSize(1);
        assertThat(json.at("/fields/0/field").asText()).isEqualTo("transactions.amount");
        assertThat(json.at("/fields/0/features"))
                .extracting(JsonNode::asText)
                .containsExactly("card.avg_1d", "card.avg_7d", "card.avg_30d", "transaction.amount");
    }

    @Test
    void jsonTellsTheUseOfEachInput() throws IOException {
        assertThat(run("--feature", "terminal.risk_7d", "--json")).isZero();

        JsonNode feature = JSON.readTree(out.toString()).at("/features/0");
        assertThat(feature.path("name").asText()).isEqualTo("terminal.risk_7d");
        assertThat(feature.path("in_vector").asBoolean()).isTrue();
        assertThat(feature.path("features"))
                .extracting(
                        one -> one.path("name").asText() + " " + one.path("use").asText())
                .containsExactly("terminal.frauds_7d TRANSFORMATION", "terminal.seen_7d TRANSFORMATION");
        assertThat(feature.path("fields"))
                .extracting(one ->
                        one.path("field").asText() + " " + one.path("use").asText())
                .contains("frauds.reported_at WINDOW", "transactions.terminal_id JOIN", "frauds.terminal_id GROUP_BY");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        assertThat(run("--feature", "terminal.risk_7")).isEqualTo(WRONG);
        assertThat(err.toString()).contains("\"terminal.risk_7\" is no feature").contains("terminal.risk_7d");
        assertThat(run("--field", "transactions.amounts")).isEqualTo(WRONG);
        assertThat(err.toString())
                .contains("\"transactions.amounts\" is no field that feeds a feature")
                .contains("transactions.amount");
    }

    @Test
    void whatTheJobsAreIsWrittenAsValidEvents(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("lineage.json");
        PublishedSchemas schemas = new PublishedSchemas();

        assertThat(write("file:" + file)).as(err.toString()).isZero();

        List<String> events = Files.readAllLines(file);
        events.forEach(event -> assertThat(schemas.complaints(event)).as(event).isEmpty());
        List<String> names = new ArrayList<>();
        for (String event : events) {
            JsonNode json = JSON.readTree(event);
            names.add(json.at("/job/name").asText());
            assertThat(json.has("run")).isFalse();
        }
        assertThat(names).containsExactly("card-fraud.scoring", "card-fraud.feedback");
        assertThat(out.toString())
                .isEqualTo("card-fraud.scoring told to file:" + file + "\ncard-fraud.feedback told to file:" + file
                        + "\n");
    }

    @Test
    void writingNeedsAPlaceThatTakesEvents() {
        assertThat(write("")).isEqualTo(WRONG);
        assertThat(err.toString()).contains("lineage.to").contains("give it in a settings file or by --set");
        assertThat(write("file:/proc/nowhere/lineage.json")).isEqualTo(UNDELIVERED);
        assertThat(out.toString())
                .isEqualTo(
                        "card-fraud.scoring could not be told to file:/proc/nowhere/lineage.json; the log says why\n");
    }
}
