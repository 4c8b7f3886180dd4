package io.millrace.cli;

import io.millrace.adapter.lake.OffsetSet;
import java.util.function.LongConsumer;

/**
 * What the lake holds of a partition, compared with what Kafka says.
 *
 * @param rows how many records the lake holds
 * @param missing records of Kafka before the lake's newest that the lake does not hold
 * @param repeated rows of the lake whose record it holds already
 * @param marks offsets in between that are no records: ends of transactions, records that were aborted or compacted away
 * @param unproven offsets in between that are not in the lake and of which Kafka says nothing any more
 * @param behind records of Kafka after the lake's newest
 */
record PartitionCheck(long rows, long missing, long repeated, long marks, long unproven, long behind) {
    /** Where Kafka's records can be asked for. */
    @FunctionalInterface
    interface Log {
        /** Tells of the offsets of records in a range, its end not included. */
        void records(long from, long to, LongConsumer each);
    }

    /**
     * Compares.
     *
     * @param lake the offsets in the lake, read before the others
     * @param beginning the first offset that Kafka keeps
     * @param end the offset behind Kafka's last
     */
    static PartitionCheck of(OffsetSet lake, long beginning, long end, Log kafka) {
        long newest = lake.last() + 1;
        long unproven = lake.gaps(Math.min(lake.first(), beginning), beginning);
        long gap = lake.firstGap(beginning);
        long asked = Math.min(newest, end);
        long[] missing = new long[1];
        if (gap < asked) {
            kafka.records(gap, asked, offset -> missing[0] += lake.contains(offset) ? 0 : 1);
        }
        long marks = gap < asked ? lake.gaps(gap, asked) - missing[0] : 0;
        long[] behind = new long[1];
        long from = Math.max(newest, beginning);
        if (from < end) {
            kafka.records(from, end, offset -> behind[0]++);
        }
        return new PartitionCheck(
                lake.size() + lake.repeated(), missing[0], lake.repeated(), marks, unproven, behind[0]);
    }

    /** Whether something is wrong. */
    boolean isWrong() {
        return missing > 0 || repeated > 0;
    }
}
