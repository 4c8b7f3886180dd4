package io.millrace.job;

import io.millrace.adapter.kafka.TopicOffsets;
import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.adapter.lake.OffsetSet;
import io.millrace.config.Problems;
import io.millrace.pipeline.LakeTopic;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Whether the lake holds every record of topics up to some offsets.
 *
 * @param isProven whether offsets that the lake does not hold and Kafka has forgotten count as missing, because nobody vouches for them
 */
record LakeCoverage(Lake lake, TopicOffsets kafka, boolean isProven) {
    /** Where Kafka's records can be asked for. */
    @FunctionalInterface
    interface Log {
        /** Tells of the offsets of records in a range, its end not included. */
        void records(long from, long to, LongConsumer each);
    }

    /**
     * Offsets that the lake does not hold.
     *
     * @param missing records of Kafka
     * @param forgotten those of which Kafka says nothing any more
     * @param first the first of both; -1 where there is none
     */
    record Gaps(long missing, long forgotten, long first) {
        /** Finds them below {@code end}. */
        static Gaps of(OffsetSet held, long end, TopicOffsets.Range range, Log kafka) {
            long[] found = {0, -1};
            long from = Math.max(held.firstGap(range.beginning()), range.beginning());
            long to = Math.min(end, range.end());
            if (from < to) {
                kafka.records(from, to, offset -> {
                    if (!held.contains(offset)) {
                        found[1] = found[0]++ == 0 ? offset : found[1];
                    }
                });
            }
            long before = Math.min(end, range.beginning());
            long forgotten = held.gaps(0, before);
            // A topic that was made anew ends before.
            forgotten += held.gaps(Math.max(before, range.end()), end);
            return new Gaps(found[0], forgotten, forgotten > 0 ? held.firstGap(0) : found[1]);
        }

        /**
         * What is wrong, and what to do about it; empty where nothing is.
         *
         * @param end the offset below which they were looked for
         */
        Optional<String> complaint(long end, boolean isProven) {
            if (missing > 0) {
                return Optional.of(missing + " records before offset " + end
                        + " are missing, the first at or behind offset " + first
                        + "; let the lake's job (scripts/submit lake) run until it holds them");
            }
            return forgotten > 0 && isProven
                    ? Optional.of(forgotten + " offsets before " + end + " are not held, the first is " + first
                            + ", and Kafka has forgotten whether they were records; if the lake holds all events from some time"
                            + " on, say so with --since INSTANT: windows that reach back further are warming first")
                    : Optional.empty();
        }
    }

    /**
     * Checks one table.
     *
     * @param ends the offset behind the last record that is needed, of each partition
     */
    void check(LakeTopic topic, Map<Integer, Long> ends, Problems problems) throws IOException {
        Map<Integer, OffsetSet> held = new TreeMap<>();
        Optional<LakeRecords> records = lake.toRead(topic.table());
        if (records.isPresent()) {
            records.get().places((partition, offset) -> held.computeIfAbsent(partition, number -> new OffsetSet())
                    .add(offset));
        }
        Map<Integer, TopicOffsets.Range> ranges = kafka.ranges(topic.topic());
        for (Map.Entry<Integer, Long> entry : new TreeMap<>(ends).entrySet()) {
            int partition = entry.getKey();
            Gaps gaps = Gaps.of(
                    held.getOrDefault(partition, new OffsetSet()),
                    entry.getValue(),
                    ranges.getOrDefault(partition, new TopicOffsets.Range(entry.getValue(), entry.getValue())),
                    (from, to, each) -> kafka.records(topic.topic(), partition, from, to, each));
            gaps.complaint(entry.getValue(), isProven)
                    .ifPresent(what ->
                            problems.add(lake.place() + ", table " + topic.table() + ", partition " + partition, what));
        }
    }
}
