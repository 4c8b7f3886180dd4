package io.millrace.flink;

import io.millrace.model.Prediction;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Decision.Verdict;
import io.millrace.model.control.Lineup;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.Timeline;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.Histogram;

/**
 * What came of each event of a {@link SwapRun}, by its number: when its prediction was emitted and who served it. Events are due at a steady rate from a start on, and latency counts from when an event was due, not from when it was sent.
 */
final class SwapLedger {
    private static final int MOST_MICROS = 60_000_000;

    private final int rate;
    private final long startNanos;
    private final AtomicIntegerArray micros;
    private final AtomicIntegerArray scored;
    private final AtomicReferenceArray<String> digests;
    private final Queue<Decision> decisions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger loads = new AtomicInteger();

    /** @param rate events in a second */
    SwapLedger(int events, int rate, long startNanos) {
        this.rate = rate;
        this.startNanos = startNanos;
        this.micros = new AtomicIntegerArray(events);
        this.scored = new AtomicIntegerArray(events);
        this.digests = new AtomicReferenceArray<>(events);
    }

    int events() {
        return micros.length();
    }

    /** When an event is due, by {@link System#nanoTime}. */
    long due(long event) {
        return startNanos + event * 1_000_000_000L / rate;
    }

    /** When an event happened, in milliseconds since the start. */
    long time(long event) {
        return event * 1_000 / rate;
    }

    /** By {@link System#nanoTime}, of a moment since the start. */
    long nanos(long millis) {
        return startNanos + millis * 1_000_000L;
    }

    void emitted(Prediction prediction) {
        int event = (int) prediction.trigger().offset();
        micros.set(event, (int) ((System.nanoTime() - due(event)) / 1_000));
        scored.incrementAndGet(event);
        digests.set(event, prediction.modelDigest());
    }

    /** A subtask loads a model. */
    void loads() {
        loads.incrementAndGet();
    }

    /** How often subtasks loaded a model. */
    int loaded() {
        return loads.get();
    }

    void decided(Decision decision) {
        decisions.add(decision);
    }

    List<Decision> decisions() {
        return List.copyOf(decisions);
    }

    /** When each activation that was accepted holds from, in milliseconds since the start. */
    List<Long> activations() {
        return decisions.stream()
                .filter(decision -> decision.verdict() == Verdict.ACCEPTED)
                .map(Decision::command)
                .filter(command -> command.kind() == Kind.ACTIVATE)
                .map(ModelCommand::at)
                .toList();
    }

    /** @throws IllegalStateException where a command was refused, or an event has no prediction or several, or one of another version than was decided */
    void check() {
        decisions.stream()
                .filter(decision -> decision.verdict() == Verdict.REFUSED || decision.verdict() == Verdict.NOT_PREPARED)
                .findFirst()
                .ifPresent(refused -> {
                    throw new IllegalStateException("a command was refused: " + refused);
                });
        Timeline timeline = new Timeline();
        decisions.stream().filter(Decision::isChange).forEach(timeline::add);
        for (int event = 0; event < events(); event++) {
            if (scored.get(event) != 1) {
                throw new IllegalStateException("event " + event + " was scored " + scored.get(event) + " times");
            }
            Lineup lineup = timeline.at(time(event), Timeline.ALL);
            if (!digests.get(event).equals(lineup.champion())) {
                throw new IllegalStateException("event " + event + " was served by " + digests.get(event)
                        + ", but decided was " + lineup.champion());
            }
        }
    }

    /** Which moments count, in milliseconds since the start. */
    interface Moments {
        boolean hold(long millis);
    }

    /** The latencies of events of some moments, in microseconds. */
    Histogram latencies(Moments moments) {
        Histogram histogram = new Histogram(MOST_MICROS, 3);
        for (int event = 0; event < events(); event++) {
            if (moments.hold(time(event))) {
                histogram.recordValue(Math.min(MOST_MICROS, micros.get(event)));
            }
        }
        return histogram;
    }
}
