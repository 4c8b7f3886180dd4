package io.millrace.flink;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What each version does, in the groups {@code millrace.model.<first 12 digits of the digest>}, and how long batches wait for it. Used by the task's thread. */
final class ModelMetrics {
    private static final int DIGITS = 12;

    private record Version(
            Counter rows, Counter calls, Counter nanos, Counter failed, Counter fellBack, Distribution scores) {
        static Version of(MetricGroup group) {
            return new Version(
                    group.counter(Metrics.MODEL_ROWS),
                    group.counter(Metrics.MODEL_CALLS),
                    group.counter(Metrics.MODEL_NANOS),
                    group.counter(Metrics.MODEL_FAILED),
                    group.counter(Metrics.MODEL_FELL_BACK),
                    group.histogram(Metrics.MODEL_SCORE, Distribution.ofScores()));
        }
    }

    private final MetricGroup group;
    private final Distribution queue;
    private final Map<String, Version> versions = new HashMap<>();
    private final Function<String, Version> make = this::make;
    private String lastDigest = "";
    private Version last;

    ModelMetrics(MetricGroup operator) {
        group = operator.addGroup(Metrics.GROUP);
        queue = group.histogram(Metrics.QUEUE, Distribution.ofTimes());
        last = Version.of(group.addGroup(Metrics.MODEL, "none"));
    }

    private Version of(String digest) {
        if (!digest.equals(lastDigest)) {
            lastDigest = digest;
            last = versions.computeIfAbsent(digest, make);
        }
        return last;
    }

    private Version make(String digest) {
        String shown = digest.substring(0, Math.min(DIGITS, digest.length()));
        return Version.of(group.addGroup(Metrics.MODEL, shown));
    }

    /** The first vector of a batch waited so long. */
    void waited(long nanos) {
        queue.add(nanos / 1e3);
    }

    /** A version scored so many rows in one call. */
    void ran(String digest, int rows, long nanos) {
        Version version = of(digest);
        version.rows.inc(rows);
        version.calls.inc();
        version.nanos.inc(nanos);
    }

    /** A version gave this score to an event. */
    void scored(String digest, float score) {
        of(digest).scores.add(score);
    }

    /** A version could not score an event. */
    void failed(String digest) {
        of(digest).failed.inc();
    }

    /** Something else took the place of a version. */
    void fellBack(String digest) {
        of(digest).fellBack.inc();
    }
}
