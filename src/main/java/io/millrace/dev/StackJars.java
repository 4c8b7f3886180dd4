package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars that the parts run from, resolved by Maven as the poms under {@code conf/stack/} say.
 *
 * @param directory {@code target/stack} of the project
 */
record StackJars(Path directory) {
    private static final List<String> POMS = List.of("pom.xml", "broker/pom.xml", "registry/pom.xml", "flink/pom.xml");

    /**
     * The jars of a project.
     *
     * @throws StackException where Maven is not there or can't resolve them, with its output
     */
    static StackJars of(Path project) {
        Path poms = project.resolve("conf").resolve("stack");
        Path directory = project.resolve("target").resolve("stack").toAbsolutePath();
        new MavenJars(
                        directory,
                        poms.resolve("pom.xml"),
                        POMS.stream().map(poms::resolve).toList())
                .resolve();
        return new StackJars(directory);
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
}
