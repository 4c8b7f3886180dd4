package io.millrace.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Ends processes together with all that they started. */
final class Processes {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private Processes() {}

    /** Asks all to end at once (SIGTERM), and kills what is still there after the grace. Returns when none is left. */
    static void end(Collection<ProcessHandle> processes, Duration grace) {
        List<ProcessHandle> all = withDescendants(processes);
        all.forEach(ProcessHandle::destroy);
        if (!gone(all, grace)) {
            kill(all);
        }
    }

    /** Ends at once (SIGKILL), without a chance to tidy up. Returns when none is left. */
    static void kill(Collection<ProcessHandle> processes) {
        List<ProcessHandle> all = withDescendants(processes);
        all.forEach(ProcessHandle::destroyForcibly);
        if (!gone(all, AFTER_KILL)) {
            throw new StackException("These processes can't be killed: "
                    + all.stream()
                            .filter(Processes::alive)
                            .map(ProcessHandle::pid)
                            .toList());
        }
    }

    private static List<ProcessHandle> withDescendants(Collection<ProcessHandle> processes) {
        return processes.stream()
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .filter(Processes::alive)
                .toList();
    }

    /** Whether the process does still run; a zombie, which has ended and whom no parent has asked about, has no command. */
    static boolean alive(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static boolean gone(List<ProcessHandle> processes, Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            Instant end = Instant.now().plus(limit);
            while (processes.stream().anyMatch(Processes::alive)
                    && Instant.now().isBefore(end)) {
                Waiting.pause("processes have ended");
            }
            return processes.stream().noneMatch(Processes::alive);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
