package io.millrace.dev.demo;

import io.millrace.dev.StackException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Background threads of the demo; what one of them throws is thrown again where it is asked for. */
final class Threads implements AutoCloseable {
    private final Map<String, Thread> running = new LinkedHashMap<>();
    private final AtomicReference<@Nullable StackException> failure = new AtomicReference<>();

    void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, cause) -> failure.compareAndSet(
                null, new StackException("The demo's thread for " + name + " failed: " + cause, cause)));
        running.put(name, thread);
        thread.start();
    }

    /** Waits until a thread has ended. */
    void await(String name) {
        Thread thread = running.get(name);
        if (thread == null) {
            throw new IllegalArgumentException("no thread is named " + name);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while the demo waited for its " + name, e);
        }
    }

    /** @throws StackException where a thread has failed */
    void check() {
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
