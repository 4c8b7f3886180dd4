package io.millrace.lineage.delivery;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events as well as it can: what can't be delivered in time is logged and counted, and nobody else hears of it. */
public final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Destination destination;
    private final AtomicLong undelivered = new AtomicLong();

    public Delivery(Destination destination) {
        this.destination = destination;
    }

    /**
     * Sends an event, and waits for it no longer than the destination's patience.
     *
     * @param key what the event is about
     * @return whether it was delivered
     */
    public boolean send(String key, String event) {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            destination.open().send(key, event);
            return null;
        });
        Thread thread = new Thread(sending, "lineage delivery");
        thread.setDaemon(true);
        thread.start();
        try {
            sending.get(destination.patience().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return failed(key, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            sending.cancel(true);
            return failed(key, "it took longer than " + destination.patience());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(key, "interrupted");
        }
    }

    /** How many events were not delivered. */
    public long undelivered() {
        return undelivered.get();
    }

    private boolean failed(String key, String why) {
        LOG.warn(
                "a lineage event of {} was not delivered to {}: {}; {} were not so far, and the job goes on without",
                key,
                destination,
                why,
                undelivered.incrementAndGet());
        return false;
    }
}
