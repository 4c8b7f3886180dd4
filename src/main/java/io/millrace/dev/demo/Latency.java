package io.millrace.dev.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Time from an event's record in Kafka to its prediction at a consumer, in milliseconds. Used by several threads. */
final class Latency {
    private static final long LONGEST = TimeUnit.MINUTES.toMillis(30);
    private static final int DIGITS = 3;
    private static final int INTERVALS = 10;

    private final Recorder recorder = new Recorder(LONGEST, DIGITS);
    private final Histogram all = new Histogram(LONGEST, DIGITS);
    private final Deque<Histogram> intervals = new ArrayDeque<>();

    /** The median and the 99th percentile, in milliseconds; of nothing, both are 0. */
    record Percentiles(long count, long p50, long p99) {
        private static Percentiles of(Histogram histogram) {
            return new Percentiles(
                    histogram.getTotalCount(), histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99));
        }
    }

    void record(long millis) {
        recorder.recordValue(Math.max(0, Math.min(LONGEST, millis)));
    }

    /** Closes an interval, and tells of the newest {@value #INTERVALS}. */
    synchronized Percentiles lately() {
        Histogram latest = recorder.getIntervalHistogram();
        all.add(latest);
        intervals.add(latest);
        if (intervals.size() > INTERVALS) {
            intervals.removeFirst();
        }
        Histogram sum = new Histogram(LONGEST, DIGITS);
        intervals.forEach(sum::add);
        return Percentiles.of(sum);
    }

    /** Of all closed intervals. */
    synchronized Percentiles overall() {
        return Percentiles.of(all);
    }
}
