package io.millrace.flink;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From which savepoint to which one feature sets get their state from the lake.
 *
 * @param from the savepoint that says where the lake's events end and which of them wait
 * @param out the folder of the new one
 * @param earliest no event before this time, in epoch milliseconds, will come or be evaluated any more; {@link Long#MIN_VALUE} where any may
 * @param since the lake holds all events from this time on, in epoch milliseconds; null where it holds all there ever were
 */
public record StateFromLake(
        String from, String out, long earliest, @Nullable Long since) implements Serializable {
    /** The event time at which the histories of columns begin; empty where they have no beginning. */
    Optional<Instant> beginning() {
        return Optional.ofNullable(since).map(Instant::ofEpochMilli);
    }
}
