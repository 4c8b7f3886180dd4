package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Remembers a process beyond the life of the one that started it: its id and, because ids are used again, when it began.
 *
 * @param path the file; absent while there is no process
 */
record PidFile(Path path) {
    void write(ProcessHandle process) {
        try {
            Files.writeString(path, process.pid() + "\n" + began(process) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process that was written, if it still runs. */
    Optional<ProcessHandle> process() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(path);
            return lines.size() < 2 ? Optional.empty() : running(lines.get(0), lines.get(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> running(String pid, String began) {
        return ProcessHandle.of(Long.parseLong(pid)).filter(Processes::alive).filter(process -> began(process)
                .equals(began));
    }

    private static String began(ProcessHandle process) {
        return process.info().startInstant().map(Object::toString).orElse("unknown");
    }
}
