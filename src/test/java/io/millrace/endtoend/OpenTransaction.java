package io.millrace.endtoend;

import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.config.Settings;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A transaction with a record in one partition of a topic, of which nobody knows yet whether it counts; it does not, in the end. */
final class OpenTransaction implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;

    OpenTransaction(Settings settings, String topic, int partition) {
        Properties properties = KafkaClients.producer(settings);
        properties.put("transactional.id", "nobody-knows-yet");
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(topic, partition, new byte[] {1}, new byte[] {1}));
        producer.flush();
    }

    @Override
    public void close() {
        producer.abortTransaction();
        producer.close();
    }
}
