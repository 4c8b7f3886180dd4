package io.millrace.dev.bench;

import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.RecordDecoder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the output of a job as a read_committed consumer sees it, until nothing of it is uncommitted any more. */
final class CommittedOutput {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Longer than any checkpoint interval of ours and the wait for silent sources together. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final JobUnderTest job;
    private final KafkaTopics topics;
    private final String bootstrapServers;
    private final String scored;
    private final RecordDecoder<DeadLetter> deadLetters;
    private final Set<ByteBuffer> identities = new HashSet<>();
    private long results;
    private long dead;
    private long bytes;

    /**
     * @param scored name of the source whose events the job answers; dead letters of others are not counted
     * @param deadLetters decodes dead letters
     */
    CommittedOutput(
            JobUnderTest job,
            KafkaTopics topics,
            String bootstrapServers,
            String scored,
            RecordDecoder<DeadLetter> deadLetters) {
        this.job = job;
        this.topics = topics;
        this.bootstrapServers = bootstrapServers;
        this.scored = scored;
        this.deadLetters = deadLetters;
    }

    /** Reads until there is an answer for each event and no transaction is open, or nothing new comes for a long time. */
    Output read(long events) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            Set<TopicPartition> partitions = topics.ends(job.topics()).keySet();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long news = System.nanoTime();
            while (System.nanoTime() - news < PATIENCE.toNanos()) {
                var records = consumer.poll(POLL);
                records.forEach(this::take);
                if (!records.isEmpty()) {
                    news = System.nanoTime();
                } else if (results + dead >= events && isAtEnd(consumer)) {
                    break;
                }
            }
            return new Output(results, identities.size(), dead, bytes);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(job.results())) {
            results++;
            bytes += record.serializedKeySize() + record.serializedValueSize();
            identities.add(ByteBuffer.wrap(job.identity().apply(record)));
        } else if (isScored(record)) {
            dead++;
        }
    }

    private boolean isScored(ConsumerRecord<byte[], byte[]> record) {
        Arrival<DeadLetter> letter = deadLetters.decode(
                record.partition(), record.offset(), record.timestamp(), record.key(), record.value());
        return letter.value().source().equals(scored);
    }

    private boolean isAtEnd(KafkaConsumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> ends = topics.ends(job.topics());
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) == end.getValue());
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
