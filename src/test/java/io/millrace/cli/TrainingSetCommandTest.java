package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told of training sets without a job; with one: {@code ReplayIT}. */
class TrainingSetCommandTest {
    private static final int WRONG = 2;

    private final StringWriter err = new StringWriter();

    private int run(String asOf, Path out) {
        return Millrace.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true),
                "training-set",
                "--pipeline",
                "jobs/card-fraud",
                "--as-of",
                asOf,
                "--out",
                out.toString());
    }

    @Test
    void aMomentThatIsNoneIsRefused(@TempDir Path folder) {
        assertThat(run("yesterday", folder)).isEqualTo(WRONG);
        assertThat(err.toString())
                .contains("--as-of \"yesterday\" is no moment; write prediction, event-time or knowledge");
    }

    @Test
    void aFolderWithFilesInItIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("old.parquet"), "");

        assertThat(run("knowledge", folder)).isEqualTo(WRONG);
        assertThat(err.toString()).contains(folder + ": has files in it, such as old.parquet; name a new folder");
        assertThat(folder).isDirectoryNotContaining("glob:**manifest.json");
    }
}
