package io.millrace.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions that are open or being loaded in this process, one for each digest, with the number of their users.
 *
 * <p>An entry comes with its first user and goes with its last, or when loading fails: then with all of them, so that the next one tries again.
 */
final class SharedSessions {
    // Shared by all subtasks of the process: the reason for this package to live in Flink's lib/.
    private static final ConcurrentHashMap<String, Shared> OPEN = new ConcurrentHashMap<>();

    /** An entry is replaced, never changed; the future stays. */
    private record Shared(CompletableFuture<Loader.Loaded> loading, int users) {}

    private SharedSessions() {}

    /**
     * The session of a model, which is loaded in another thread when nobody has it. Each call that comes to a good end is
     * answered by one {@link #release}.
     */
    static CompletableFuture<Session> acquire(String digest, byte[] model) {
        Shared shared = OPEN.compute(
                digest,
                (name, open) ->
                        open == null ? new Shared(load(digest, model), 1) : new Shared(open.loading, open.users + 1));
        return shared.loading.thenApply(Loader.Loaded::session);
    }

    private static CompletableFuture<Loader.Loaded> load(String digest, byte[] model) {
        CompletableFuture<Loader.Loaded> loading = new CompletableFuture<>();
        Loader.execute(() -> {
            try {
                loading.complete(Loader.load(digest, model));
            } catch (RuntimeException | Error e) {
                OPEN.remove(digest);
                loading.completeExceptionally(e);
            }
        });
        return loading;
    }

    /** Closes the session when the last user has gone. */
    static void release(String digest) {
        Shared last = OPEN.get(digest);
        Shared left = OPEN.computeIfPresent(
                digest, (name, open) -> open.users > 1 ? new Shared(open.loading, open.users - 1) : null);
        if (left == null && last != null) {
            Loader.close(digest, last.loading.join().session().session());
        }
    }

    static int users(String digest) {
        Shared shared = OPEN.get(digest);
        return shared == null ? 0 : shared.users;
    }

    /** What is loaded. */
    static List<LoadedModel> loaded() {
        return OPEN.entrySet().stream()
                .filter(entry -> entry.getValue().loading.isDone()
                        && !entry.getValue().loading.isCompletedExceptionally())
                .map(entry -> loaded(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static LoadedModel loaded(String digest, Shared shared) {
        Loader.Loaded loaded = shared.loading.join();
        return new LoadedModel(digest, shared.users, loaded.bytes(), loaded.millis());
    }

    /** ONNX Runtime of this process, which reports nothing to anyone. */
    static OrtEnvironment environment() {
        OrtEnvironment environment = ofThisProcess();
        try {
            environment.setTelemetry(false);
        } catch (OrtException e) {
            throw new OnnxException("ONNX Runtime doesn't switch its telemetry off: " + e.getMessage(), e);
        }
        return environment;
    }

    /**
     * The first call makes a thread that waits for the end of the process. It would hold on to the class loader of the job that happens to come first: as the context of its thread, and by the protection domains on its stack. So
     * both are left out.
     */
    @SuppressWarnings("removal") // until a new thread no longer keeps the protection domains of its maker
    private static OrtEnvironment ofThisProcess() {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(SharedSessions.class.getClassLoader());
        try {
            return AccessController.doPrivileged((PrivilegedAction<OrtEnvironment>) OrtEnvironment::getEnvironment);
        } finally {
            thread.setContextClassLoader(context);
        }
    }
}
