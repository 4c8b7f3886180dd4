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
 * The jars that the parts run from, resolved by Maven as the poms under {@code conf/stack/} say.
 *
 * @param directory {@code target/stack} of the project
 */
record StackJars(Path directory) {
    private static final String STAMP = "resolved.txt";
    private static final List<String> POMS = List.of("pom.xml", "broker/pom.xml", "registry/pom.xml", "flink/pom.xml");

    /**
     * The jars of a project; Maven runs only where they are absent or a pom has changed.
     *
     * @throws StackException where Maven is not there or can't resolve them, with its output
     */
    static StackJars of(Path project) {
        StackJars jars =
                new StackJars(project.resolve("target").resolve("stack").toAbsolutePath());
        String poms = poms(project.resolve("conf").resolve("stack"));
        if (!poms.equals(jars.stamp())) {
            jars.resolve(project.resolve("conf").resolve("stack").resolve("pom.xml"));
            jars.writeStamp(poms);
        }
        return jars;
    }

    String broker() {
        return directory.resolve("broker").resolve("*").toString();
    }

    String flink() {
        return directory.resolve("flink").resolve("*").toString();
    }

    Path registry() {
        Path registry = directory.resolve("registry");
        try (Stream<Path> files = Files.list(registry)) {
            return files.filter(file -> file.toString().endsWith("-runner.jar"))
                    .findFirst()
                    .orElseThrow(() -> new StackException(registry + " holds no *-runner.jar; delete " + directory
                            + " and start again, so that Maven resolves it anew"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void resolve(Path pom) {
        deleteOld();
        List<String> command = new ArrayList<>(
                List.of("mvn", "-B", "-q", "-f", pom.toString(), "-Dstack.dir=" + directory, "prepare-package"));
        Optional.ofNullable(System.getProperty("maven.repo.local"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        run(command);
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

    private static String poms(Path directory) {
        StringBuilder text = new StringBuilder();
        for (String pom : POMS) {
            try {
                text.append(Files.readString(directory.resolve(pom)));
            } catch (IOException e) {
                throw new StackException(
                        directory.resolve(pom) + " can't be read (" + e.getMessage()
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

    private void writeStamp(String poms) {
        try {
            Files.writeString(directory.resolve(STAMP), poms);
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
