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
        boolean installed = succeeds("python3", "-m", "venv", environment.toString())
                && succeeds(python.toString(), "-m", "pip", "install", "-q", "-r", "requirements.txt")
                && imports();
        return installed
                ? Optional.empty()
                : Optional.of("python3 or PyIceberg is absent: the reader in Python is not tried");
    }

    private boolean imports() {
        return Files.exists(python) && succeeds(python.toString(), "-c", "import pyiceberg, pyarrow, sqlalchemy");
    }

    private boolean succeeds(String... command) {
        try {
            return Run.of(folder, LIMIT, List.of(command)).exit() == 0;
        } catch (UncheckedIOException e) {
            return false;
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
