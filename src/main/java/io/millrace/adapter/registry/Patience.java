package io.millrace.adapter.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a registry again while it is silent: after 100 ms, then each time twice as long up to 10 s, until a total has passed. Meanwhile
 * nothing is read, so nothing is lost; an interrupt ends the waiting.
 */
final class Patience {
    static final long FIRST_MILLIS = 100;
    static final long LONGEST_MILLIS = 10_000;
    static final Duration LOG_EVERY = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final Duration total;
    private final RegistryTime time;
    private final Log log;

    Patience(Duration total, RegistryTime time) {
        this(total, time, LOG::error);
    }

    Patience(Duration total, RegistryTime time, Log log) {
        this.total = total;
        this.time = time;
        this.log = log;
    }

    /** Where the waiting is told of. */
    interface Log {
        void error(String message);
    }

    /** One question. */
    interface Question<T> {
        T ask() throws IOException;
    }

    /**
     * The first answer.
     *
     * @throws IllegalStateException when there was none within the total, or the thread was interrupted
     */
    <T> T answer(Question<T> question) {
        long start = time.nanos();
        long logged = 0;
        for (long wait = FIRST_MILLIS; ; wait = Math.min(wait * 2, LONGEST_MILLIS)) {
            try {
                return question.ask();
            } catch (IOException e) {
                long passed = time.nanos() - start;
                if (passed >= total.toNanos()) {
                    throw new IllegalStateException(
                            "the Schema Registry gave no answer for " + seconds(passed)
                                    + " s (registry.retry.total); the job restarts from its last checkpoint, nothing is lost: "
                                    + e,
                            e);
                }
                if (wait == FIRST_MILLIS || passed - logged >= LOG_EVERY.toNanos()) {
                    logged = passed;
                    log.error("the Schema Registry gives no answer, since " + seconds(passed)
                            + " s; reading waits, nothing is lost, asking again in " + wait + " ms: " + e);
                }
                sleep(Math.min(wait, Math.max(1, TimeUnit.NANOSECONDS.toMillis(total.toNanos() - passed))));
            }
        }
    }

    private void sleep(long millis) {
        try {
            time.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the Schema Registry", e);
        }
    }

    private static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos);
    }
}
