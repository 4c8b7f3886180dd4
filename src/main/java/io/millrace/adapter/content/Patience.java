package io.millrace.adapter.content;

import io.millrace.config.Setting;
import io.millrace.content.ContentException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a file, and asks for it again while it can't be had: after 100 ms, then each time twice as long up to 10 s, until a total has passed. Meanwhile nothing is read, so nothing is lost. */
final class Patience {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 10_000;

    private final Duration timeout;
    private final Duration total;

    /**
     * @param timeout how long a file is waited for, each time
     * @param total after how long it is not asked for again
     */
    Patience(Duration timeout, Duration total) {
        this.timeout = timeout;
        this.total = total;
    }

    /**
     * The bytes of a file.
     *
     * @param begun the first reading of it
     * @param again begins another
     * @throws ContentException where a reading says that there is none
     * @throws IllegalStateException when there was none within the total, or the thread was interrupted
     */
    byte[] await(Future<byte[]> begun, Supplier<Future<byte[]>> again) throws ContentException {
        long start = System.nanoTime();
        Future<byte[]> reading = begun;
        long pause = FIRST_MILLIS;
        try {
            while (true) {
                Throwable failure;
                try {
                    return reading.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    reading.cancel(true);
                    failure = new IOException(
                            "no answer within " + timeout.toMillis() + " ms (" + Setting.IMAGES_TIMEOUT.key() + ")");
                } catch (ExecutionException e) {
                    failure = cause(e);
                }
                long left = total.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                if (left <= 0) {
                    throw new IllegalStateException(
                            "files with images could not be had for " + total.toSeconds() + " s ("
                                    + Setting.IMAGES_RETRY_TOTAL.key()
                                    + "); the job restarts from its last checkpoint, nothing is lost: " + failure,
                            failure);
                }
                long wait = Math.min(pause, left);
                LOG.warn(
                        "a file with an image can't be had; reading waits, nothing is lost, asking again in {} ms: {}",
                        wait,
                        failure.toString());
                Thread.sleep(wait);
                pause = Math.min(2 * pause, LONGEST_MILLIS);
                reading = again.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a file with an image", e);
        } finally {
            reading.cancel(true);
        }
    }

    /** Why a reading failed, if another may succeed. */
    private static Throwable cause(ExecutionException e) throws ContentException {
        if (e.getCause() instanceof ContentException none) {
            throw none;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return Objects.requireNonNullElse(e.getCause(), e);
    }
}
