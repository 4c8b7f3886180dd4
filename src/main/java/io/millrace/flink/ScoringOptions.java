package io.millrace.flink;

import java.io.Serializable;
import java.time.Duration;

/**
 * How vectors are scored.
 *
 * @param capacity the most vectors of a batch
 * @param linger the longest time for which a vector waits for others to join its batch; zero scores each by itself
 */
public record ScoringOptions(int capacity, Duration linger) implements Serializable {
    private static final long serialVersionUID = 1;

    public ScoringOptions {
        capacity = linger.isZero() ? 1 : capacity;
    }
}
