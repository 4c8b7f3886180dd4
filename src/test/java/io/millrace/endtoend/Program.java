package io.millrace.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program of the project in a process of its own, on the class path that its script gives it: the project's classes, and the user's own jar where there is one. */
final class Program {
    private static final String CLASSPATH = "MILLRACE_CLASSPATH";

    private final Class<?> main;
    private final @Nullable Path ownJar;

    Program(Class<?> main, @Nullable Path ownJar) {
        this.main = main;
        this.ownJar = ownJar;
    }

    /** Runs the program to its end and gives what it printed; an error where it failed. */
    String run(List<String> arguments) {
        return run(0, arguments);
    }

    /** The same, where it must end with this exit code. */
    String run(int code, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("java", "-XX:+UseSerialGC", "-cp", classPath(), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        if (ownJar != null) {
            builder.environment().put(CLASSPATH, ownJar.toString());
        }
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int ended = process.waitFor();
            if (ended != code) {
                throw new AssertionError(main.getSimpleName() + " " + String.join(" ", arguments) + " ended with "
                        + ended + ":\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String classPath() {
        Stream<String> without = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"));
        return Stream.concat(without, Stream.ofNullable(ownJar).map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
