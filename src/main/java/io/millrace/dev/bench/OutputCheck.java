package io.millrace.dev.bench;

import io.millrace.job.FeatureRow;
import io.millrace.job.WindowAggregate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Compares the newest committed output of a job with what the oracle says, for the customers in a sample. */
final class OutputCheck {
    private static final double TOLERANCE = 1e-9;
    private static final Duration POLL = Duration.ofMillis(500);
    /** Of each partition. */
    private static final long NEWEST = 100_000;
    /** The newest rows, whose windows are full; a window of many events is dear to compute anew. */
    private static final int ENOUGH = 1_000;

    private final String bootstrapServers;
    private final Map<String, PaymentHistory> histories;
    private final List<WindowAggregate> features;
    private final long hop;
    private final Set<String> seen = new HashSet<>();
    private final Deque<FeatureRow> newest = new ArrayDeque<>();
    private long wrong;
    private String firstWrong = "";

    /**
     * @param histories by the ids of the payments that may be checked
     * @param hop to whole multiples of which windows begin, in milliseconds
     */
    OutputCheck(
            String bootstrapServers, Map<String, PaymentHistory> histories, List<WindowAggregate> features, long hop) {
        this.bootstrapServers = bootstrapServers;
        this.histories = histories;
        this.features = features;
        this.hop = hop;
    }

    /**
     * What came of it.
     *
     * @param checked rows that were compared
     * @param wrong how many of them differ or are there twice
     * @param firstWrong what is wrong with one of them; empty where nothing is
     */
    record Result(long checked, long wrong, String firstWrong) {
        boolean isRight() {
            return checked > 0 && wrong == 0;
        }
    }

    /**
     * Reads the newest of what is committed.
     *
     * @param ends up to where it is committed, in each partition
     */
    Result check(Map<TopicPartition, Long> ends) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(ends.keySet());
            ends.forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - NEWEST)));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> keep(FeatureRow.read(record.value())));
            }
        }
        newest.forEach(this::compare);
        return new Result(newest.size(), wrong, firstWrong);
    }

    private void keep(FeatureRow row) {
        PaymentHistory history = histories.get(row.id());
        if (history == null || history.isTied(row.id())) {
            return;
        }
        if (!seen.add(row.id())) {
            fail(row.id() + " is there twice");
            return;
        }
        newest.add(row);
        if (newest.size() > ENOUGH) {
            newest.remove();
        }
    }

    private void compare(FeatureRow row) {
        PaymentHistory history = Objects.requireNonNull(histories.get(row.id()));
        if (row.size() != features.size()) {
            fail(row.id() + " has " + row.size() + " features; expected " + features.size());
            return;
        }
        for (int i = 0; i < features.size(); i++) {
            double expected = history.expected(row.id(), features.get(i), hop);
            if (!(Math.abs(row.feature(i) - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
                fail(features.get(i) + " of " + row.id() + " is " + row.feature(i) + "; expected " + expected);
                return;
            }
        }
    }

    private void fail(String what) {
        if (wrong++ == 0) {
            firstWrong = what;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
