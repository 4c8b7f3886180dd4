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
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in a topic from its beginning to where it ends at the moment. */
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
            List<TopicPartition> partitions = partitions(consumer, topic);
            return partitions.isEmpty() ? List.of() : read(consumer, partitions, decoder.open());
        }
    }

    /**
     * Tells of each record, partition by partition in the order of offsets; of none where the topic is not there.
     *
     * @param to takes valid values, deletions and dead letters alike
     */
    public static <T> void visit(
            String topic, Opener<RecordDecoder<T>> decoder, Settings settings, Consumer<Arrival<T>> to) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            if (!partitions.isEmpty()) {
                RecordDecoder<T> opened = decoder.open();
                visit(consumer, partitions, record -> to.accept(arrival(record, opened)));
            }
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.listTopics().getOrDefault(topic, List.of()).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static void visit(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Consumer<ConsumerRecord<byte[], byte[]>> to) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            consumer.poll(POLL).forEach(to);
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
        List<T> values = new ArrayList<>();
        visit(consumer, partitions, record -> values.add(value(record, decoder)));
        return values;
    }

    private static <T> Arrival<T> arrival(ConsumerRecord<byte[], byte[]> record, RecordDecoder<T> decoder) {
        return decoder.decode(record.partition(), record.offset(), record.timestamp(), record.key(), record.value());
    }

    private static <T> T value(ConsumerRecord<byte[], byte[]> record, RecordDecoder<T> decoder) {
        Arrival<T> arrival = arrival(record, decoder);
        if (arrival.isDead()) {
            throw new IllegalStateException("topic " + record.topic() + ", partition " + record.partition()
                    + ", offset " + record.offset() + ": "
                    + arrival.deadLetter().reason() + ", "
                    + arrival.deadLetter().detail());
        }
        return arrival.value();
    }
}
