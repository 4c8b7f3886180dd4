package io.millrace.adapter.kafka;

import io.millrace.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The offsets that a topic has: what it may be asked for, and which of them are records. Only what is committed counts. */
public final class TopicOffsets implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;

    private TopicOffsets(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Connects to the brokers of the settings. */
    public static TopicOffsets open(Settings settings) {
        Properties properties = KafkaClients.consumer(settings);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        return new TopicOffsets(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /**
     * From where to where a partition can be read.
     *
     * @param beginning the first offset that Kafka still keeps
     * @param end the offset behind the last committed one
     */
    public record Range(long beginning, long end) {}

    /** The ranges of a topic's partitions; empty where the topic is not there. */
    public Map<Integer, Range> ranges(String topic) {
        Map<Integer, Range> ranges = new TreeMap<>();
        if (!consumer.listTopics().containsKey(topic)) {
            return ranges;
        }
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            ranges.put(
                    partition.partition(),
                    new Range(beginnings.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L)));
        }
        return ranges;
    }

    /**
     * Reads which offsets of a partition are records; others are marks of transactions, aborted, or compacted away.
     *
     * @param to an offset up to the partition's end; not included itself
     */
    public void records(String topic, int number, long from, long to, LongConsumer each) {
        TopicPartition partition = new TopicPartition(topic, number);
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (consumer.position(partition) < to) {
            consumer.poll(POLL).forEach(record -> {
                if (record.offset() < to) {
                    each.accept(record.offset());
                }
            });
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
