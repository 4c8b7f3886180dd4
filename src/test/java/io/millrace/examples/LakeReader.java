package io.millrace.examples;

import io.millrace.examples.NodeConsumer.Run;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs the reader in Python under {@code examples/lake-reader} as its README says, with its libraries under {@code target/}.
 *
 * <p>Ask {@link #absence} first: where Python or its libraries can't be had, the caller skips with that message.
 */
public final class LakeReader {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path folder;
    private final Path python;

    /** @param project the project's root */
    public LakeReader(Path project) {
        this.folder = project.resolve("examples").resolve("lake-reader");
        this.python = project.resolve("target/lake-reader/bin/python").toAbsolutePath();
    }

    /** Why the example can't run on this machine, as a sentence; empty where it can. Installs the libraries where they are absent. */
    public Optional<String> absence() {
        if (imports()) {
            return Optional.empty();
        }
        Path environment = python.getParent().getParent();
        return failure("python3", "-m", "venv", environment.toString())
                .or(() -> failure(python.toString(), "-m", "pip", "install", "-q", "-r", "requirements.txt"))
                .or(() -> failure(importing()))
                .map(why -> "the reader in Python is not tried, since its libraries can't be had: " + why);
    }

    private boolean imports() {
        return Files.exists(python) && failure(importing()).isEmpty();
    }

    private String[] importing() {
        return new String[] {python.toString(), "-c", "import pyiceberg, pyarrow, sqlalchemy"};
    }

    /** What a command complained about at last; empty where it succeeded. */
    private Optional<String> failure(String... command) {
        try {
            Run run = Run.of(folder, LIMIT, List.of(command));
            return run.exit() == 0
                    ? Optional.empty()
                    : Optional.of(String.join(" ", command) + " ended with " + run.exit() + ": "
                            + run.errors().strip().lines().reduce("", (before, line) -> line));
        } catch (UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Rows of a table, each a line of JSON.
     *
     * @param table with its namespace
     * @throws IllegalStateException where it fails, with what it said
     */
    public List<String> read(Path warehouse, String table, String columns) {
        return Run.of(
                        folder,
                        LIMIT,
                        List.of(
                                python.toString(),
                                "read.py",
                                "--warehouse",
                                warehouse.toAbsolutePath().toString(),
                                "--table",
                                table,
                                "--columns",
                                columns))
                .orThrow()
                .output()
                .lines()
                .toList();
    }
}
