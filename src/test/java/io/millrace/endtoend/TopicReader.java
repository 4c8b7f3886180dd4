package io.millrace.endtoend;

import io.millrace.dev.Stack;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A read_committed consumer of one topic that keeps all it has read. */
final class TopicReader<T> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordDecoder<T> decoder;
    private final List<T> values = new ArrayList<>();

    TopicReader(Stack stack, String topic, RecordDecoder<T> decoder) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", stack.broker().bootstrapServers());
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.decoder = decoder;
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has come since, and gives all values so far. */
    List<T> poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Arrival<T> arrival = decoder.decode(
                    record.partition(), record.offset(), record.timestamp(), record.key(), record.value());
            values.add(arrival.value());
        }
        return values;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
