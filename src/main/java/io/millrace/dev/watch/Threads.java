package io.millrace.dev.watch;

import io.millrace.dev.StackException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Background threads; what one of them throws is thrown again where it is asked for. */
public final class Threads implements AutoCloseable {
    private final Map<String, Thread> running = new LinkedHashMap<>();
    private final AtomicReference<@Nullable StackException> failure = new AtomicReference<>();

    public void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, cause) ->
                failure.compareAndSet(null, new StackException("The thread for " + name + " failed: " + cause, cause)));
        running.put(name, thread);
        thread.start();
    }

    /** Waits until a thread has ended. */
    public void await(String name) {
        Thread thread = running.get(name);
        if (thread == null) {
            throw new IllegalArgumentException("no thread is named " + name);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for the " + name, e);
        }
    }

    /** @throws StackException where a thread has failed */
    public void check() {
        StackException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        running.keySet().forEach(this::await);
    }
}
