package io.millrace.dev.submit;

import io.millrace.dev.StackException;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The user's own jars, for example with aggregates: those that the command line has on its class path, a job must have too. */
final class OwnJars {
    private static final String VARIABLE = "MILLRACE_CLASSPATH";

    private OwnJars() {}

    /**
     * The jars that the environment names, by absolute paths.
     *
     * @throws StackException where one of them is no file
     */
    static List<URI> of(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault(VARIABLE, "").split(File.pathSeparator, -1))
                .filter(name -> !name.isEmpty())
                .map(OwnJars::jar)
                .toList();
    }

    private static URI jar(String name) {
        Path path = Path.of(name).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path)) {
            throw new StackException(VARIABLE + " names " + name + ", which is not a file (looked for at " + path
                    + "); name jars, with " + File.pathSeparator + " between them");
        }
        return path.toUri();
    }
}
