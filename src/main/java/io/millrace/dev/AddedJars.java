package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Jars that only some stacks need, most of them in Flink's lib; resolved by Maven as a pom under {@code conf/stack/} says. */
public final class AddedJars {
    private AddedJars() {}

    /** Flink SQL's own. */
    public static List<Path> ofSql(Path project) {
        return of(project, "sql");
    }

    /** What the lake needs. */
    public static List<Path> ofLake(Path project) {
        return of(project, "lake");
    }

    /** Iceberg's own REST catalogue server, which runs on its own. */
    public static List<Path> ofCatalog(Path project) {
        return of(project, "catalog");
    }

    /**
     * The jars that a pom names.
     *
     * @throws StackException where Maven is not there or can't resolve them, with its output
     */
    private static List<Path> of(Path project, String name) {
        Path poms = project.resolve("conf").resolve("stack");
        Path pom = poms.resolve(name).resolve("pom.xml");
        Path parent = project.resolve("target").resolve("stack-" + name).toAbsolutePath();
        new MavenJars(parent, pom, List.of(poms.resolve("pom.xml"), pom)).resolve();
        try (Stream<Path> files = Files.list(parent.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
