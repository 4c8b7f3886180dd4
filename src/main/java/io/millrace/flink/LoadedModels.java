package io.millrace.flink;

import io.millrace.model.Scorer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The models that a subtask has loaded, or is loading, by digest. Loading and closing are done on a thread of their own, since both may take long; who needs a model that is still being loaded waits for it. Used by the task's thread.
 *
 * <p>A model that failed to load is tried again when it is asked for more than 10 s after it failed.
 */
final class LoadedModels implements AutoCloseable {
    /** Hears of what becomes of models, on the thread that loads, in the order in which it does. */
    interface Listener {
        void ready(String digest);

        void failed(String digest, String reason);

        void gone(String digest);
    }

    private static final long RETRY_NANOS = 10_000_000_000L;

    /** A model that is loaded or being loaded, and when that ended. */
    private record Entry(CompletableFuture<Scorer> scorer, AtomicLong ended) {}

    private final ScorerFactory factory;
    private final int capacity;
    private final Listener listener;
    private final LongSupplier nanos;
    private final ExecutorService loader = Executors.newSingleThreadExecutor(LoadedModels::thread);
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** @param nanos a clock as {@link System#nanoTime} */
    LoadedModels(ScorerFactory factory, int capacity, Listener listener, LongSupplier nanos) {
        this.factory = factory;
        this.capacity = capacity;
        this.listener = listener;
        this.nanos = nanos;
    }

    private static Thread thread(Runnable loading) {
        Thread thread = new Thread(loading, "millrace-load-models");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins to load a model, where it is neither loaded nor being loaded. The listener hears of it in any case. */
    void load(String digest) {
        Entry entry = entries.get(digest);
        if (entry == null || entry.scorer.isCompletedExceptionally()) {
            var unused = begin(digest);
        } else if (entry.scorer.isDone()) {
            loader.execute(() -> listener.ready(digest));
        }
    }

    private Entry begin(String digest) {
        AtomicLong ended = new AtomicLong();
        CompletableFuture<Scorer> scorer = CompletableFuture.supplyAsync(() -> open(digest), loader)
                .whenComplete((opened, failure) -> ended.set(nanos.getAsLong()));
        Entry entry = new Entry(scorer, ended);
        entries.put(digest, entry);
        return entry;
    }

    private boolean hasFailedLongAgo(Entry entry) {
        return entry.scorer.isCompletedExceptionally() && nanos.getAsLong() - entry.ended.get() > RETRY_NANOS;
    }

    private Scorer open(String digest) {
        Scorer scorer;
        try {
            scorer = factory.open(digest, capacity);
        } catch (Exception e) {
            listener.failed(digest, String.valueOf(e.getMessage()));
            throw new UnusableModelException(digest, e);
        }
        try {
            listener.ready(digest);
        } catch (RuntimeException unheard) {
            scorer.close();
            throw unheard;
        }
        return scorer;
    }

    /**
     * The scorer of a model; waits where it is being loaded.
     *
     * @throws UnusableModelException where it can't be loaded
     */
    Scorer use(String digest) {
        Entry entry = entries.get(digest);
        if (entry == null || hasFailedLongAgo(entry)) {
            entry = begin(digest);
        }
        try {
            return entry.scorer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while model " + digest + " was being loaded", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnusableModelException unusable) {
                throw unusable;
            }
            throw new IllegalStateException("loading model " + digest + " broke", e);
        }
    }

    /** Closes a model, where it is loaded; where it is being loaded, once it is. */
    void letGo(String digest) {
        Entry entry = entries.remove(digest);
        if (entry != null) {
            loader.execute(() -> {
                close(entry);
                listener.gone(digest);
            });
        }
    }

    private static void close(Entry entry) {
        // A model that fails to load leaves nothing to close.
        var unused = entry.scorer.thenAccept(Scorer::close);
    }

    /** Closes all models; those that are still being loaded, once they are. */
    @Override
    public void close() {
        entries.values().forEach(LoadedModels::close);
        entries.clear();
        loader.shutdown();
    }
}
