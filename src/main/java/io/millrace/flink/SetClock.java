package io.millrace.flink;

/** How far event time has come at one feature set, in one subtask; {@link Long#MIN_VALUE} where nothing has come yet. Used by one thread. */
final class SetClock {
    private final long late;
    private long watermark = Long.MIN_VALUE;
    private long newest;
    private long newestScored = Long.MIN_VALUE;

    /**
     * @param late how far behind the watermark an event may be, in milliseconds
     * @param newest the latest event time that was taken in before
     */
    SetClock(long late, long newest) {
        this.late = late;
        this.newest = newest;
    }

    void reach(long mark) {
        watermark = mark;
    }

    void see(long time, boolean isScored) {
        newest = Math.max(newest, time);
        if (isScored) {
            newestScored = Math.max(newestScored, time);
        }
    }

    long watermark() {
        return watermark;
    }

    boolean isPast(long time) {
        return time <= watermark;
    }

    /** Whether the input has ended, so that the watermark says nothing of event time. */
    boolean isAtEnd() {
        return watermark == Long.MAX_VALUE;
    }

    /** The latest event time that was taken in. */
    long newest() {
        return newest;
    }

    /** The latest time of a scored event. */
    long newestScored() {
        return newestScored;
    }

    /** Up to where time has come by which rows are let go. */
    long passed() {
        return Math.min(watermark, newest);
    }

    /**
     * No event before this time will be evaluated any more. The watermark alone does not say so: it leaps over held events, and it follows other sources while the
     * scored one is silent. So what the scored source has reached counts too.
     */
    long earliest(long scored) {
        long reached = Math.min(watermark, scored);
        return reached < Long.MIN_VALUE + late ? Long.MIN_VALUE : reached - late;
    }
}
