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

    /**
     * The watermark at which an accepted id is forgotten.
     *
     * @param watermark when the event was accepted: a late event is remembered as long from there on
     */
    public static long forgottenAt(long accepted, long watermark, long duplicates) {
        return Math.max(accepted, watermark) + duplicates + 1;
    }
}
