package io.millrace.event;

/** The rule by which an event with a known business id is a repetition. */
public final class Repetition {
    private Repetition() {}

    /**
     * Whether an event repeats an accepted one with the same id.
     *
     * @param time of the event, in epoch milliseconds
     * @param accepted time of the accepted event
     * @param duplicates the declared distance in milliseconds up to which it counts as a repetition
     */
    public static boolean repeats(long time, long accepted, long duplicates) {
        return Math.abs(time - accepted) <= duplicates;
    }

    /** The watermark at which an accepted id is forgotten. */
    public static long forgottenAt(long accepted, long duplicates) {
        return accepted + duplicates + 1;
    }
}
