package io.millrace.dev.proof;

import io.millrace.dev.feed.Feed.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The order in which records are sent: by event time, but for some that come late and some that come twice. Always the same for the same seed and records.
 *
 * <p>Two in a hundred are a minute to six hours late, and never so late that they are refused; two in ten thousand are later than the pipeline takes. Five in a thousand come again, up to an hour later.
 */
final class Disorder {
    private static final double LATE = 0.02;
    private static final double TOO_LATE = 0.000_2;
    private static final double REPEATED = 0.005;
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);
    private static final long LEAST = TimeUnit.MINUTES.toMillis(1);
    private static final long MOST = 6 * HOUR;

    private final Random random;
    private final long late;
    private final PriorityQueue<Held> held =
            new PriorityQueue<>(Comparator.comparingLong(Held::release).thenComparingLong(Held::number));
    private long number;
    private long delayed;
    private long overdue;
    private long repeated;

    private record Held(Item item, long release, long number) {}

    /** @param late of the pipeline, in milliseconds */
    Disorder(long seed, long late) {
        this.random = new Random(seed);
        this.late = late;
    }

    /** Takes a record whose turn has not come. */
    void hold(Item item) {
        long release = item.time() + delay();
        hold(item, release);
        if (random.nextDouble() < REPEATED) {
            repeated++;
            hold(item, release + random.nextLong(HOUR));
        }
    }

    private void hold(Item item, long release) {
        held.add(new Held(item, release, number++));
    }

    private long delay() {
        double chosen = random.nextDouble();
        if (chosen < TOO_LATE) {
            overdue++;
            return late + HOUR + random.nextLong(HOUR);
        }
        if (chosen < TOO_LATE + LATE) {
            delayed++;
            return between(LEAST, Math.max(LEAST + 1, Math.min(MOST, late / 2)));
        }
        return 0;
    }

    /** As many of one size as of another. */
    private long between(long least, long most) {
        return Math.round(least * Math.pow((double) most / least, random.nextDouble()));
    }

    /** Takes out those whose turn comes when the event time of the stream is so far. */
    List<Item> upTo(long time) {
        List<Item> due = new ArrayList<>();
        for (Held first = held.peek(); first != null && first.release() <= time; first = held.peek()) {
            due.add(held.remove().item());
        }
        return due;
    }

    /** How many of the records were held back, though not for too long. */
    long delayed() {
        return delayed;
    }

    /** How many were held back for longer than the pipeline waits. */
    long overdue() {
        return overdue;
    }

    /** How many come twice. */
    long repeated() {
        return repeated;
    }
}
