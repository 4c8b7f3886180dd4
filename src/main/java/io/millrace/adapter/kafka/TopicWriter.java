package io.millrace.adapter.kafka;

import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.event.RecordEncoder;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes single values into a topic, from outside of a job. */
public final class TopicWriter {
    private TopicWriter() {}

    /**
     * Writes a value; returns once all replicas in sync have it.
     *
     * @throws IllegalStateException where the brokers don't take it, with their reason
     */
    public static <T> void write(String topic, T value, Opener<RecordEncoder<T>> opener, Settings settings) {
        RecordEncoder<T> encoder = opener.open();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties(settings), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, encoder.key(value), encoder.value(value)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("topic " + topic + " can't be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topic " + topic + " was written", e);
        }
    }

    private static Properties properties(Settings settings) {
        Properties properties = KafkaClients.producer(settings);
        properties.setProperty("acks", "all");
        return properties;
    }
}
