package io.millrace.flink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** How many events one reader has read between two points in event time, told by its watermarks. Used by one thread. */
final class Lead {
    /** How many events had been read when the watermark came to a time. */
    private record Mark(long time, long count) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private long count;

    /** Counts one more event. */
    void pass() {
        count++;
    }

    /** The reader's watermark has come to this time. */
    void reach(long time) {
        marks.addLast(new Mark(time, count));
    }

    /**
     * So many events were read while the reader's watermark came from one time to another, in epoch milliseconds. What was read before its first watermark is not counted. An earlier {@code from} than one that was asked about before
     * stands for that.
     */
    long between(long from, long to) {
        Mark start = marks.peekFirst();
        if (start == null) {
            return 0;
        }
        marks.removeFirst();
        while (!marks.isEmpty() && marks.getFirst().time() <= from) {
            start = marks.removeFirst();
        }
        marks.addFirst(start);
        return Math.max(0, countAt(to) - start.count());
    }

    private long countAt(long time) {
        for (Iterator<Mark> newest = marks.descendingIterator(); newest.hasNext(); ) {
            Mark mark = newest.next();
            if (mark.time() <= time) {
                return mark.count();
            }
        }
        return Long.MIN_VALUE;
    }
}
