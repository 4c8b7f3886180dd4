package io.millrace.dev.watch;

import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its start with a read_committed consumer, on a thread of its own, and passes on what it holds. */
public final class TopicWatch<T> implements Runnable, AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final Opener<RecordDecoder<T>> opener;
    private final Consumer<T> seen;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private volatile boolean stopped;

    public TopicWatch(String topic, Opener<RecordDecoder<T>> opener, Consumer<T> seen, String bootstrapServers) {
        this.topic = topic;
        this.opener = opener;
        this.seen = seen;
        this.consumer = new KafkaConsumer<>(
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

    @Override
    public void run() {
        try (consumer) {
            RecordDecoder<T> decoder = opener.open();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                consumer.poll(POLL).forEach(record -> seen.accept(decode(decoder, record)));
            }
        } catch (WakeupException e) {
            if (!stopped) {
                throw e;
            }
        }
    }

    private T decode(RecordDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record) {
        Arrival<T> arrival =
                decoder.decode(record.partition(), record.offset(), record.timestamp(), record.key(), record.value());
        if (arrival.isDead()) {
            throw new IllegalStateException(topic + " holds at partition " + record.partition() + ", offset "
                    + record.offset() + " what Millrace did not write: "
                    + arrival.deadLetter().detail());
        }
        return arrival.value();
    }

    @Override
    public void close() {
        stopped = true;
        consumer.wakeup();
    }
}
