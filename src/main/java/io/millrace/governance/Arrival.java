package io.millrace.governance;

import org.jspecify.annotations.Nullable;

/**
 * What became of one record that was read: a valid value, or a dead letter; always exactly one of them.
 *
 * @param <T> the valid value: an event, a prediction
 */
public final class Arrival<T> {
    private final @Nullable T value;
    private final @Nullable DeadLetter deadLetter;
    private final long time;

    private Arrival(@Nullable T value, @Nullable DeadLetter deadLetter, long time) {
        this.value = value;
        this.deadLetter = deadLetter;
        this.time = time;
    }

    /** @param time event time in epoch milliseconds */
    public static <T> Arrival<T> of(T value, long time) {
        return new Arrival<>(value, null, time);
    }

    public static <T> Arrival<T> dead(DeadLetter deadLetter) {
        return new Arrival<>(null, deadLetter, deadLetter.timestamp());
    }

    /** Whether this is a dead letter. */
    public boolean isDead() {
        return deadLetter != null;
    }

    /** The valid value; not to be asked for where {@link #isDead}. */
    public T value() {
        if (value == null) {
            throw new IllegalStateException("a dead letter has no value");
        }
        return value;
    }

    /** The dead letter; to be asked for only where {@link #isDead}. */
    public DeadLetter deadLetter() {
        if (deadLetter == null) {
            throw new IllegalStateException("a valid value has no dead letter");
        }
        return deadLetter;
    }

    /** Event time in epoch milliseconds; of a dead letter Kafka's record timestamp, which must not move any watermark. */
    public long time() {
        return time;
    }
}
