package io.millrace.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One process of the stack with its log and its pid file: it can be started, awaited, killed, and started again. */
final class Part {
    private static final int LINES_SHOWN = 40;

    /** Answers whether a part does its work; an exception counts as "not yet". */
    @FunctionalInterface
    interface Probe {
        boolean ready() throws Exception;
    }

    private final String name;
    private final JavaCommand command;
    private final StackDirectory directory;
    private final Path log;
    private final PidFile pidFile;
    private volatile @Nullable Process process;
    private volatile boolean closed;

    Part(String name, JavaCommand command, StackDirectory directory) {
        this.name = name;
        this.command = command;
        this.directory = directory;
        this.log = directory.log(name);
        this.pidFile = directory.pidFile(name);
    }

    String name() {
        return name;
    }

    /** Starts the process; the log begins anew at the first start and goes on at the next. */
    void start() {
        start(List.of());
    }

    /** Starts the process with arguments after those of its command. */
    synchronized void start(List<String> arguments) {
        if (running().isPresent()) {
            throw new IllegalStateException("The " + name + " runs already");
        }
        if (closed) {
            throw new StackException("The " + name + " can't be started: its stack was closed");
        }
        Redirect output = process == null ? Redirect.to(log.toFile()) : Redirect.appendTo(log.toFile());
        try {
            Process started = command.with(arguments)
                    .builder()
                    .directory(directory.created(name).toFile())
                    .redirectOutput(output)
                    .start();
            process = started;
            pidFile.write(started.toHandle());
        } catch (IOException e) {
            throw new StackException("The " + name + " can't be started: " + e.getMessage(), e);
        }
    }

    /**
     * Returns when the probe says so.
     *
     * @throws StackException with the end of the log, when the process ends before or the limit passes
     */
    void await(Duration limit, Probe probe) {
        Instant end = Instant.now().plus(limit);
        String last = "";
        while (Instant.now().isBefore(end)) {
            if (closed) {
                throw new StackException("The " + name + " was ended while it started");
            }
            if (running().isEmpty()) {
                throw failed("ended before it was ready");
            }
            try {
                if (probe.ready()) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StackException("Interrupted while the " + name + " started", e);
            } catch (Exception e) {
                last = " (" + e + ")";
            }
            Waiting.pause("the " + name + " is ready");
        }
        throw failed("was not ready after " + limit.toSeconds() + " s" + last);
    }

    /** Ends the process at once, as {@code kill -9} does. */
    void kill() {
        running().ifPresent(running -> Processes.kill(List.of(running)));
        pidFile.delete();
    }

    Optional<ProcessHandle> running() {
        return Optional.ofNullable(process).map(Process::toHandle).filter(Processes::alive);
    }

    /** From now on the part can't be started any more; a process that runs goes on. */
    synchronized void close() {
        closed = true;
    }

    /** To be called when the process has ended on purpose. */
    void forget() {
        pidFile.delete();
    }

    StackException failed(String what) {
        List<String> lines = lastLines();
        return new StackException("The " + name + " " + what + ". The last " + lines.size() + " lines of " + log + ":\n"
                + String.join("\n", lines));
    }

    private List<String> lastLines() {
        try {
            List<String> lines = readLog();
            return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> readLog() throws IOException {
        try {
            return Files.readAllLines(log);
        } catch (MalformedInputException e) {
            return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        }
    }
}
