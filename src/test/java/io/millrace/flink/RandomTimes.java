package io.millrace.flink;

import static io.millrace.flink.CardEvents.START;
import static io.millrace.flink.Deletable.LATE;

import java.util.Random;

/** Event time of a random stream: a clock that goes on with each event, some of which come late, and a watermark behind. */
final class RandomTimes {
    private final Random random;
    private long clock = START;
    private long watermark = START;

    RandomTimes(Random random) {
        this.random = random;
    }

    /** The time of the next event, which is not too late. */
    long next() {
        clock += random.nextInt(2_000);
        long back = random.nextInt(4) == 0 ? random.nextInt(LATE) : 0;
        return Math.max(clock - back, watermark - LATE);
    }

    /** Gives the watermark when it has gone on. */
    long advance(long by) {
        watermark += by;
        clock = Math.max(clock, watermark);
        return watermark;
    }

    long watermark() {
        return watermark;
    }
}
