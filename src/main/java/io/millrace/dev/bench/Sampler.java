package io.millrace.dev.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes samples on a thread of its own, ten in a second, until it is closed. */
final class Sampler implements AutoCloseable {
    static final Duration PERIOD = Duration.ofMillis(100);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final List<Sample> samples = new ArrayList<>();
    private final Supplier<Sample> source;
    private @Nullable RuntimeException failure;

    private Sampler(Supplier<Sample> source) {
        this.source = source;
    }

    static Sampler start(Supplier<Sample> source) {
        Sampler sampler = new Sampler(source);
        Future<?> unused =
                sampler.thread.scheduleAtFixedRate(sampler::take, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return sampler;
    }

    private void take() {
        try {
            add(source.get());
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private synchronized void add(Sample sample) {
        samples.add(sample);
    }

    private synchronized void fail(RuntimeException e) {
        failure = e;
        thread.shutdown();
    }

    /** All samples until now; what made one fail is thrown here. */
    synchronized List<Sample> samples() {
        if (failure != null) {
            throw failure;
        }
        return List.copyOf(samples);
    }

    /** Results at the newest sample. */
    synchronized long results() {
        if (failure != null) {
            throw failure;
        }
        return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).results();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
