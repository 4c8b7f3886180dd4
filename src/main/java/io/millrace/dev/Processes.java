package io.millrace.dev;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
                            .filter(ProcessHandle::isAlive)
                            .map(ProcessHandle::pid)
                            .toList());
        }
    }

    private static List<ProcessHandle> withDescendants(Collection<ProcessHandle> processes) {
        return processes.stream()
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    private static boolean gone(List<ProcessHandle> processes, Duration limit) {
        CompletableFuture<?>[] exits =
                processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(exits).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new StackException("Can't wait for the end of a process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
