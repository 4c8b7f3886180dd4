package io.millrace.governance;

import org.jspecify.annotations.Nullable;

/**
 * What became of one record that was read: a valid value, a deletion, or a dead letter; always exactly one of them.
 *
 * @param <T> the valid value: an event, a prediction
 */
public final class Arrival<T> {
    private final @Nullable T value;
    private final @Nullable DeadLetter deadLetter;
    private final boolean isDeletion;
    private final long time;
    private final byte @Nullable [] key;
    private final byte @Nullable [] record;

    private Arrival(
            @Nullable T value,
            @Nullable DeadLetter deadLetter,
            boolean isDeletion,
            long time,
            byte @Nullable [] key,
            byte @Nullable [] record) {
        this.value = value;
        this.deadLetter = deadLetter;
        this.isDeletion = isDeletion;
        this.time = time;
        this.key = key;
        this.record = record;
    }

    /** @param time event time in epoch milliseconds */
    public static <T> Arrival<T> of(T value, long time) {
        return of(value, time, null, null);
    }

    /**
     * A valid value with what it was read from, for the step behind that may find it wanting. It is not copied, and does not go from one task to another.
     *
     * @param time event time in epoch milliseconds
     * @param key the record's key
     * @param record the record's value
     */
    public static <T> Arrival<T> of(T value, long time, byte @Nullable [] key, byte @Nullable [] record) {
        return new Arrival<>(value, null, false, time, key, record);
    }

    /**
     * A record that asks for a deletion.
     *
     * @param value stands for what is to be deleted
     * @param timestamp Kafka's record timestamp in epoch milliseconds, or -1
     */
    public static <T> Arrival<T> deletion(T value, long timestamp) {
        return new Arrival<>(value, null, true, timestamp, null, null);
    }

    public static <T> Arrival<T> dead(DeadLetter deadLetter) {
        return new Arrival<>(null, deadLetter, false, deadLetter.timestamp(), null, null);
    }

    /** Whether this is a dead letter. */
    public boolean isDead() {
        return deadLetter != null;
    }

    /** Whether this is a deletion. */
    public boolean isDeletion() {
        return isDeletion;
    }

    /** Whether {@link #time} is an event time, which moves the watermark. */
    public boolean hasEventTime() {
        return deadLetter == null && !isDeletion;
    }

    /** The valid value, or what stands for the one to be deleted; not to be asked for where {@link #isDead}. */
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

    /** Event time in epoch milliseconds; of a dead letter and of a deletion Kafka's record timestamp, which must not move any watermark. */
    public long time() {
        return time;
    }

    /** The key of the record that a valid value was read from; null where it has none, or none is known. */
    public byte @Nullable [] key() {
        return key;
    }

    /** The value of the record that a valid value was read from; null where it is not known. */
    public byte @Nullable [] record() {
        return record;
    }
}
