package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path directory;

    @Test
    void theNewestCompleteOneIsFoundByItsNumber() throws IOException {
        complete("job", "chk-9");
        Path newest = complete("job", "chk-10");
        Files.createDirectories(directory.resolve("job").resolve("chk-11"));
        Files.createDirectories(directory.resolve("job").resolve("shared"));
        complete("other", "chk-12");

        assertThat(Checkpoints.latest(directory, "job")).contains(newest);
    }

    @Test
    void aJobWithoutACompleteOneHasNone() throws IOException {
        Files.createDirectories(directory.resolve("job").resolve("chk-1"));

        assertThat(Checkpoints.latest(directory, "job")).isEmpty();
        assertThat(Checkpoints.latest(directory, "unknown")).isEmpty();
    }

    private Path complete(String job, String name) throws IOException {
        Path checkpoint = Files.createDirectories(directory.resolve(job).resolve(name));
        Files.createFile(checkpoint.resolve("_metadata"));
        return checkpoint;
    }
}
