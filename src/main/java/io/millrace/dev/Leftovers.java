package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processes of an earlier stack in the same directory, whose owner was killed before it could end them. */
final class Leftovers {
    /** The name of the pid file of the process that started a stack. */
    static final String OWNER = "stack";

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final StackDirectory directory;

    Leftovers(StackDirectory directory) {
        this.directory = directory;
    }

    /** Ends them, or throws {@link StackException} while their owner lives. */
    void end() {
        directory.pidFile(OWNER).process().ifPresent(this::refuse);
        List<PidFile> files = pidFiles();
        Processes.end(files.stream().flatMap(file -> file.process().stream()).toList(), GRACE);
        files.forEach(PidFile::delete);
    }

    private void refuse(ProcessHandle owner) {
        throw new StackException("Another stack runs in " + directory.root() + ", started by process " + owner.pid()
                + "; end it, or choose another directory");
    }

    private List<PidFile> pidFiles() {
        try (Stream<Path> files = Files.list(directory.pids())) {
            return files.map(PidFile::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
