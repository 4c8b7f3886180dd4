package io.millrace.dev;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * A Kafka broker, a Schema Registry and a Flink cluster, each a process of this machine that listens on the loopback
 * address only. All that they write lies under one directory, which a later stack can go on with.
 *
 * <p>Every process ends with {@link #close}, with this JVM, or, if this JVM was killed, with the next stack in the same
 * directory.
 */
public final class Stack implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final StackDirectory directory;
    private final Broker broker;
    private final Registry registry;
    private final FlinkCluster flink;
    private final Thread atExit = new Thread(this::end, "end-local-stack");

    private Stack(StackDirectory directory, StackJars jars, StackSettings settings, Ports ports) {
        this.directory = directory;
        this.broker = new Broker(directory, jars, ports);
        this.registry = new Registry(directory, jars, ports);
        this.flink = new FlinkCluster(directory, jars, settings, ports);
    }

    /**
     * Starts all parts at once and returns when each does its work.
     *
     * @throws StackException where jars are missing, another stack runs in the same directory, or a part fails: then with
     *     the end of its log, and with no process left
     */
    public static Stack start(StackSettings settings) {
        StackJars jars = StackJars.of(settings.project());
        StackDirectory directory = new StackDirectory(settings.state());
        new Leftovers(directory).end();
        Stack stack = new Stack(directory, jars, settings, settings.ports().resolved());
        directory.pidFile(Leftovers.OWNER).write(ProcessHandle.current());
        Runtime.getRuntime().addShutdownHook(stack.atExit);
        try {
            stack.startParts();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    public Broker broker() {
        return broker;
    }

    public Registry registry() {
        return registry;
    }

    public FlinkCluster flink() {
        return flink;
    }

    /** The processes of the stack that run now. */
    public List<ProcessHandle> processes() {
        return parts().flatMap(part -> part.running().stream()).toList();
    }

    /** Ends every process: asks first, kills what is still there after ten seconds. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM ends already, and its hook has nothing left to do.
            return;
        }
    }

    private synchronized void end() {
        parts().forEach(Part::close);
        Processes.end(processes(), GRACE);
        parts().forEach(Part::forget);
        directory.pidFile(Leftovers.OWNER).delete();
    }

    private Stream<Part> parts() {
        return Stream.of(broker.parts(), registry.parts(), flink.parts()).flatMap(parts -> parts);
    }

    /** Returns when all are ready, or throws as soon as one has failed. */
    private void startParts() {
        List<Runnable> starts = List.of(broker::start, registry::start, flink::start);
        ExecutorService threads = Executors.newFixedThreadPool(starts.size());
        try {
            CompletionService<Boolean> done = new ExecutorCompletionService<>(threads);
            List<Future<Boolean>> submitted =
                    starts.stream().map(start -> done.submit(start, true)).toList();
            for (int i = 0; i < submitted.size(); i++) {
                done.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException failed
                    ? failed
                    : new StackException("The stack did not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while the stack started", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
