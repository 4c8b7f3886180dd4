package io.millrace.lineage.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic that gets a record for each event.
 *
 * @param client properties of Kafka's producer
 */
record KafkaBackend(String topic, Map<String, String> client, Duration patience) implements Backend {
    @Override
    public void send(String key, String event) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.putAll(client);
        String most = Long.toString(patience.toMillis());
        properties.setProperty("max.block.ms", most);
        properties.setProperty("request.timeout.ms", most);
        properties.setProperty("delivery.timeout.ms", most);
        properties.setProperty("linger.ms", "0");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic, key.getBytes(StandardCharsets.UTF_8), event.getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }
}
