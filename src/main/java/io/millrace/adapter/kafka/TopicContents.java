package io.millrace.adapter.kafka;

import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in a small topic from its beginning to where it ends at the moment. */
public final class TopicContents {
    private static final Duration POLL = Duration.ofMillis(500);

    private TopicContents() {}

    /**
     * The values, partition by partition in the order of offsets; empty where the topic is not there.
     *
     * @throws IllegalStateException on a record that can't be decoded, with the reason
     */
    public static <T> List<T> read(String topic, Opener<RecordDecoder<T>> decoder, Settings settings) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().getOrDefault(topic, List.of()).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            return partitions.isEmpty() ? List.of() : read(consumer, partitions, decoder.open());
        }
    }

    private static Properties properties(Settings settings) {
        Properties properties = KafkaClients.consumer(settings);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        return properties;
    }

    private static <T> List<T> read(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, RecordDecoder<T> decoder) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<T> values = new ArrayList<>();
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                values.add(value(record, decoder));
            }
        }
        return values;
    }

    private static <T> T value(ConsumerRecord<byte[], byte[]> record, RecordDecoder<T> decoder) {
        Arrival<T> arrival =
                decoder.decode(record.partition(), record.offset(), record.timestamp(), record.key(), record.value());
        if (arrival.isDead()) {
            throw new IllegalStateException("topic " + record.topic() + ", partition " + record.partition()
                    + ", offset " + record.offset() + ": "
                    + arrival.deadLetter().reason() + ", "
                    + arrival.deadLetter().detail());
        }
        return arrival.value();
    }
}
