package io.millrace.adapter.kafka;

import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is committed in a topic, each time from where it ended to where the topic ends at the moment. A topic or partition that is not there yet is read from its beginning once it is. Used by one thread. */
public final class TopicTail<T> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final String topic;
    private final RecordDecoder<T> decoder;
    private final KafkaConsumer<byte[], byte[]> consumer;

    private TopicTail(String topic, RecordDecoder<T> decoder, Settings settings) {
        this.topic = topic;
        this.decoder = decoder;
        this.consumer =
                new KafkaConsumer<>(properties(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** From the beginning of a topic on. */
    public static <T> TopicTail<T> ofAll(String topic, Opener<RecordDecoder<T>> decoder, Settings settings) {
        return new TopicTail<>(topic, decoder.open(), settings);
    }

    /** Of what comes from now on. */
    public static <T> TopicTail<T> ofNew(String topic, Opener<RecordDecoder<T>> decoder, Settings settings) {
        TopicTail<T> tail = ofAll(topic, decoder, settings);
        Set<TopicPartition> partitions = tail.partitions();
        tail.consumer.assign(partitions);
        tail.consumer.seekToEnd(partitions);
        partitions.forEach(tail.consumer::position);
        return tail;
    }

    private static Properties properties(Settings settings) {
        Properties properties = KafkaClients.consumer(settings);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("enable.auto.commit", "false");
        return properties;
    }

    private Set<TopicPartition> partitions() {
        Set<TopicPartition> partitions = new HashSet<>();
        consumer.listTopics()
                .getOrDefault(topic, List.of())
                .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        return partitions;
    }

    /**
     * Tells of each record up to where the topic ends at the moment, of one partition in the order of offsets.
     *
     * @param to takes valid values, deletions and dead letters alike
     */
    public void advance(Consumer<Arrival<T>> to) {
        Set<TopicPartition> partitions = partitions();
        assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            consumer.poll(POLL).forEach(record -> to.accept(arrival(record)));
        }
    }

    private void assign(Set<TopicPartition> partitions) {
        Set<TopicPartition> added = new HashSet<>(partitions);
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(added);
        }
    }

    private Arrival<T> arrival(ConsumerRecord<byte[], byte[]> record) {
        return decoder.decode(record.partition(), record.offset(), record.timestamp(), record.key(), record.value());
    }

    /**
     * Tells of each value, as {@link #advance} does.
     *
     * @throws IllegalStateException on a record that can't be decoded, with the reason
     */
    public void advanceValues(Consumer<T> to) {
        advance(arrival -> to.accept(value(arrival)));
    }

    private T value(Arrival<T> arrival) {
        if (arrival.isDead()) {
            throw new IllegalStateException("topic " + topic + ", partition "
                    + arrival.deadLetter().partition() + ", offset "
                    + arrival.deadLetter().offset() + ": "
                    + arrival.deadLetter().reason() + ", "
                    + arrival.deadLetter().detail());
        }
        return arrival.value();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
