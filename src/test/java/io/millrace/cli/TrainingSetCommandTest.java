package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told of training sets without a job; with one: {@code ReplayIT}. */
class TrainingSetCommandTest {
    private static final int WRONG = 2;

    private final StringWriter err = new StringWriter();

    private int run(String asOf, Path out, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("training-set", "--pipeline", "jobs/card-fraud", "--as-of", asOf, "--out", out.toString()));
        arguments.addAll(List.of(more));
        return Millrace.run(
                new PrintWriter(new StringWriter()), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    @Test
    void aMomentThatIsNoneIsRefused(@TempDir Path folder) {
        assertThat(run("yesterday", folder)).isEqualTo(WRONG);
        assertThat(err.toString())
                .contains("--as-of \"yesterday\" is no moment; write prediction, event-time or knowledge");
    }

    @Test
    void aTagIsOneOfTheLake(@TempDir Path folder) {
        assertThat(run(
                        "prediction",
                        folder,
                        "--tag",
                        "may",
                        "--set",
                        "kafka.bootstrap.servers=none:9092",
                        "--set",
                        "registry.url=http://none:8081",
                        "--set",
                        "models.store=none"))
                .isEqualTo(WRONG);
        assertThat(err.toString()).contains("--tag names a state of the lake, and topics have none; write --lake too");
    }

    @Test
    void entitiesAreOnlyKnownAsOfEventTime(@TempDir Path folder) {
        assertThat(run("knowledge", folder, "--entities", "x.csv")).isEqualTo(WRONG);
        assertThat(err.toString()).contains("write --as-of event-time");
    }

    @Test
    void everyRowOfEntitiesThatCantBeUsedIsReported(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("points.csv"), """
                TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID
                1,2018-04-01 00:00:31,7,
                2,2018-04-01 00:00:31,7,8
                3,yesterday,7,8
                """);

        assertThat(run(
                        "event-time",
                        folder.resolve("new"),
                        "--entities",
                        file.toString(),
                        "--set",
                        "kafka.bootstrap.servers=none:9092",
                        "--set",
                        "registry.url=http://none:8081",
                        "--set",
                        "models.store=none"))
                .isEqualTo(WRONG);

        assertThat(err.toString().lines())
                .containsExactly(
                        file + " row 1: MISSING_KEY, column TERMINAL_ID is empty; expected terminal_id",
                        file
                                + " row 3: INCOMPATIBLE_SCHEMA, column TX_DATETIME: \"yesterday\" is not a time; write for example \"2018-04-01 00:00:31\" (UTC), ISO 8601, or epoch milliseconds");
    }

    @Test
    void aFolderWithFilesInItIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("old.parquet"), "");

        assertThat(run("knowledge", folder)).isEqualTo(WRONG);
        assertThat(err.toString()).contains(folder + ": has files in it, such as old.parquet; name a new folder");
        assertThat(folder).isDirectoryNotContaining("glob:**manifest.json");
    }
}
