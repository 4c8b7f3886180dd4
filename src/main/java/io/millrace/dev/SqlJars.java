package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Flink SQL's own jars, for a stack that is to run SQL; resolved by Maven as {@code conf/stack/sql/pom.xml} says. */
public final class SqlJars {
    private SqlJars() {}

    /**
     * The jars that lie in Flink's lib beside its own.
     *
     * @throws StackException where Maven is not there or can't resolve them, with its output
     */
    public static List<Path> of(Path project) {
        Path poms = project.resolve("conf").resolve("stack");
        Path pom = poms.resolve("sql").resolve("pom.xml");
        Path parent = project.resolve("target").resolve("stack-sql").toAbsolutePath();
        new MavenJars(parent, pom, List.of(poms.resolve("pom.xml"), pom)).resolve();
        try (Stream<Path> files = Files.list(parent.resolve("sql"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
