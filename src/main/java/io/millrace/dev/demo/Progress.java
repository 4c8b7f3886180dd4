package io.millrace.dev.demo;

import io.millrace.dev.demo.Ledger.Totals;
import io.millrace.dev.watch.Patience;
import io.millrace.dev.watch.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Shows what happens each second, while events are sent and until every one is accounted for. Any failure ends it at once. */
final class Progress {
    private static final Duration STANDSTILL = Duration.ofSeconds(60);
    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Screen screen;
    private final Ledger ledger;
    private final Latency latency;
    private final Parts parts;
    private final long outcomesFrom;
    private final Instant trainedUntil;
    private final Rate rate = new Rate(LATELY);
    private final long start = System.nanoTime();

    /** What runs meanwhile. */
    record Parts(EventProducer producer, Threads threads, JobWatch jobs) {
        void check() {
            producer.check();
            threads.check();
            jobs.check();
        }
    }

    /**
     * @param outcomesFrom the event time in epoch milliseconds after which there must be labelled examples
     * @param trainedUntil the event time from which precision and recall count
     */
    Progress(Screen screen, Ledger ledger, Latency latency, Parts parts, long outcomesFrom, Instant trainedUntil) {
        this.screen = screen;
        this.ledger = ledger;
        this.latency = latency;
        this.parts = parts;
        this.outcomesFrom = outcomesFrom;
        this.trainedUntil = trainedUntil;
    }

    /** Returns when events have been sent for so long, or there are no more. */
    void untilSent(Duration length) {
        long end = start + length.toNanos();
        showWhile(() -> end - System.nanoTime() > 0 && !parts.producer().exhausted());
        parts.producer().stop();
        parts.threads().await("events");
    }

    /** Waits until everything that was sent has come out, or nothing has for a minute, and tells whether it has. */
    boolean untilAccountedFor() {
        Patience patience = new Patience(STANDSTILL);
        showWhile(() -> {
            Totals totals = ledger.totals();
            return !good(totals) && patience.lasts(System.nanoTime(), totals.seen());
        });
        Totals totals = ledger.totals();
        View.verdict(totals, latency.overall()).forEach(screen::say);
        if (totals.predictions() == 0) {
            screen.say("there is no prediction; the logs may tell why");
        } else if (outcomesMissing(totals)) {
            screen.say("there is no labelled example, although horizons have passed; the logs may tell why");
        }
        return good(totals);
    }

    /** Goes on until the program is ended. */
    void forever() {
        showWhile(() -> true);
    }

    private boolean good(Totals totals) {
        return totals.reconciled() && totals.predictions() > 0 && totals.joined() && !outcomesMissing(totals);
    }

    private boolean outcomesMissing(Totals totals) {
        return totals.eventTime() > outcomesFrom && totals.examples() == 0;
    }

    private void showWhile(BooleanSupplier condition) {
        while (condition.getAsBoolean()) {
            long next = System.nanoTime() + SECOND;
            parts.check();
            show();
            while (condition.getAsBoolean() && next - System.nanoTime() > 0) {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void show() {
        Totals totals = ledger.totals();
        long now = System.nanoTime();
        double perSecond = rate.read(now, totals.predictions());
        screen.show(
                new View.Moment(Duration.ofNanos(now - start), totals, perSecond, latency.lately(), latency.overall()),
                trainedUntil);
    }
}
