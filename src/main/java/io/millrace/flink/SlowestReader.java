package io.millrace.flink;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.AggregateFunction;

/**
 * Among the subtasks that read a job's sources, how far in event time the slowest has come. Kept in the JobManager: a reader gives {its number, its watermark in epoch milliseconds}, and gets the least watermark of all;
 * {@link #NOT_READING} stands for a reader that nobody is to wait for, and for the result where there is no other.
 *
 * <p>What a reader said counts for {@link #VALID} milliseconds. So one that is gone, as after a job was rescaled, holds nobody back for long. All types are Java's own, because the messages between Flink's processes know no
 * classes of a job.
 */
final class SlowestReader implements AggregateFunction<long[], Map<Long, long[]>, Long> {
    private static final long serialVersionUID = 1;

    static final long NOT_READING = Long.MAX_VALUE;
    static final long VALID = 10_000;

    @Override
    public Map<Long, long[]> createAccumulator() {
        return new HashMap<>();
    }

    @Override
    public Map<Long, long[]> add(long[] said, Map<Long, long[]> readers) {
        return add(said[0], said[1], readers, System.nanoTime() / 1_000_000);
    }

    static Map<Long, long[]> add(long reader, long watermark, Map<Long, long[]> readers, long now) {
        readers.values().removeIf(said -> now - said[1] > VALID);
        if (watermark == NOT_READING) {
            readers.remove(reader);
        } else {
            readers.put(reader, new long[] {watermark, now});
        }
        return readers;
    }

    @Override
    public Long getResult(Map<Long, long[]> readers) {
        return readers.values().stream().mapToLong(said -> said[0]).min().orElse(NOT_READING);
    }

    @Override
    public Map<Long, long[]> merge(Map<Long, long[]> some, Map<Long, long[]> others) {
        throw new UnsupportedOperationException("a job has one JobManager");
    }
}
