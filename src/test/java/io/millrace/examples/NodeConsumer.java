package io.millrace.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the consumer in JavaScript under {@code examples/node-consumer} as its README says.
 *
 * <p>Ask {@link #absence} first: a machine without Node has nothing to run it with, and the caller skips with that message.
 */
public final class NodeConsumer {
    private static final int OLDEST_NODE = 18;
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(3);
    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(20);
    /** What the consumer needs beyond its own time-out: to start and to say goodbye. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Path folder;

    /**
     * @param project the project's root
     */
    public NodeConsumer(Path project) {
        folder = project.resolve("examples").resolve("node-consumer");
    }

    /** Why the example can't run on this machine, as a sentence; empty where it can. */
    public static Optional<String> absence() {
        Optional<String> version = answer("node", "--version");
        if (version.isEmpty() || answer("npm", "--version").isEmpty()) {
            return Optional.of("node is absent: the consumer in JavaScript is not tried");
        }
        int major = Integer.parseInt(version.get().replaceFirst("v(\\d+)(?s:.*)", "$1"));
        return major >= OLDEST_NODE
                ? Optional.empty()
                : Optional.of("node is " + version.get().strip() + ", older than " + OLDEST_NODE
                        + ": the consumer in JavaScript is not tried");
    }

    private static Optional<String> answer(String... command) {
        try {
            Run run = Run.of(Path.of("."), QUESTION_LIMIT, List.of(command));
            return run.exit() == 0 ? Optional.of(run.output()) : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Installs what {@code package-lock.json} names, unless that is installed already. */
    public void install() {
        if (!isInstalled()) {
            Run.of(folder, INSTALL_LIMIT, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
                    .orThrow();
        }
    }

    private boolean isInstalled() {
        Path installed = folder.resolve("node_modules").resolve(".package-lock.json");
        try {
            return Files.exists(installed)
                    && Files.getLastModifiedTime(installed)
                                    .compareTo(Files.getLastModifiedTime(folder.resolve("package-lock.json")))
                            >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The first committed records of a topic, each decoded to a line of JSON.
     *
     * @param registry the root of the registry's Confluent API
     * @param count how many to read, at least 1
     * @throws IllegalStateException where they do not come in time, with what the consumer said
     */
    public List<String> read(String brokers, String registry, String topic, int count, Duration timeout) {
        install();
        return run(
                        List.of(
                                "--brokers", brokers,
                                "--registry", registry,
                                "--topic", topic,
                                "--count", Integer.toString(count),
                                "--timeout", Long.toString(timeout.toSeconds())),
                        timeout)
                .orThrow()
                .output()
                .lines()
                .toList();
    }

    /** Runs the consumer with these arguments to its end, whatever it is. */
    Run run(List<String> arguments, Duration timeout) {
        List<String> command = new ArrayList<>(List.of("node", "consumer.mjs"));
        command.addAll(arguments);
        return Run.of(folder, timeout.plus(GRACE), command);
    }

    /**
     * A command that has ended.
     *
     * @param command what was run
     * @param exit its exit code
     * @param output what it printed
     * @param errors what it complained about
     */
    record Run(List<String> command, int exit, String output, String errors) {
        /** Runs a command to its end; one that takes longer than the limit is killed, and its exit code is that of the signal. */
        static Run of(Path folder, Duration limit, List<String> command) {
            try {
                Path output = Files.createTempFile("millrace-output", ".txt");
                Path errors = Files.createTempFile("millrace-errors", ".txt");
                try {
                    int exit = exit(folder, limit, command, output, errors);
                    return new Run(command, exit, Files.readString(output), Files.readString(errors));
                } finally {
                    Files.delete(output);
                    Files.delete(errors);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int exit(Path folder, Duration limit, List<String> command, Path output, Path errors)
                throws IOException {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
                return process.waitFor();
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while " + command + " ran", e);
            }
        }

        Run orThrow() {
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + exit + ":\n" + errors);
            }
            return this;
        }
    }
}
