package io.millrace.dev;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How to run a Java program with the JVM that runs this one.
 *
 * @param options of the JVM, with the class path
 * @param program what follows the options: {@code -jar FILE} or a main class, then its arguments
 * @param environment variables added to those inherited
 */
record JavaCommand(List<String> options, List<String> program, Map<String, String> environment) {
    JavaCommand {
        options = List.copyOf(options);
        program = List.copyOf(program);
        environment = Map.copyOf(environment);
    }

    JavaCommand(List<String> options, List<String> program) {
        this(options, program, Map.of());
    }

    JavaCommand with(List<String> arguments) {
        return new JavaCommand(
                options, Stream.concat(program.stream(), arguments.stream()).toList(), environment);
    }

    ProcessBuilder builder() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    /** The two options that name a class path; an entry {@code DIR/*} stands for every jar in a directory. */
    static List<String> classPath(Stream<String> entries) {
        return List.of("-cp", String.join(File.pathSeparator, entries.toList()));
    }
}
