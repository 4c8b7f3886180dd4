package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a stack keeps all that it writes: a directory for each part's state, {@code logs/} and {@code pids/}.
 *
 * @param root an absolute path; created where it is absent
 */
record StackDirectory(Path root) {
    StackDirectory {
        root = root.toAbsolutePath().normalize();
    }

    Path log(String part) {
        return created("logs").resolve(part + ".log");
    }

    PidFile pidFile(String part) {
        return new PidFile(pids().resolve(part + ".pid"));
    }

    Path pids() {
        return created("pids");
    }

    /** The directory of that name under the root, which exists after the call. */
    Path created(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file of text, for example a part's configuration, and returns its path. */
    Path write(String directory, String name, String text) {
        try {
            return Files.writeString(created(directory).resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
