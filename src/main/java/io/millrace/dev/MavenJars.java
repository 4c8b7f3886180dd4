package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jars that Maven puts into a directory as poms say. Maven runs only where they are absent or a pom has changed.
 *
 * @param directory holds nothing else
 * @param pom that Maven is run on
 * @param poms all that it depends on, itself included
 */
record MavenJars(Path directory, Path pom, List<Path> poms) {
    private static final String STAMP = "resolved.txt";

    MavenJars {
        poms = List.copyOf(poms);
    }

    /** @throws StackException where Maven is not there or can't resolve them, with its output */
    void resolve() {
        String wanted = text();
        if (!wanted.equals(stamp())) {
            deleteOld();
            run(command());
            writeStamp(wanted);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(
                List.of("mvn", "-B", "-q", "-f", pom.toString(), "-Dstack.dir=" + directory, "prepare-package"));
        Optional.ofNullable(System.getProperty("maven.repo.local"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        return command;
    }

    private static void run(List<String> command) {
        try {
            Process maven = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String output = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (maven.waitFor() != 0) {
                throw new StackException("Maven can't resolve the jars of the local stack (" + String.join(" ", command)
                        + "):\n" + output.strip());
            }
        } catch (IOException e) {
            throw new StackException(
                    "The local stack needs Maven to resolve its jars, and mvn can't be run (" + e.getMessage()
                            + "); install Maven 3.8 or newer and put it on the PATH",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while Maven resolved the jars of the local stack", e);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Path file : poms) {
            try {
                text.append(Files.readString(file));
            } catch (IOException e) {
                throw new StackException(
                        file + " can't be read (" + e.getMessage()
                                + "); the local stack starts from the project's directory only",
                        e);
            }
        }
        return text.toString();
    }

    private String stamp() {
        try {
            Path stamp = directory.resolve(STAMP);
            return Files.exists(stamp) ? Files.readString(stamp) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeStamp(String text) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(STAMP), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jars of versions before must not stay beside the new ones. */
    private void deleteOld() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
