package io.millrace.adapter.kafka;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.event.RecordEncoder;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/**
 * Kafka topics as exactly-once sinks: each checkpoint commits a transaction, and read_committed consumers see its records then.
 * Transactional ids are pooled, so that a restart need not probe for those of the past.
 */
public final class KafkaSinks {
    private KafkaSinks() {}

    /**
     * A sink of one topic.
     *
     * @param name what the transactional ids continue with after the deployment's prefix: the pipeline and the output; no two
     *     sinks of a deployment may share it
     * @param encoder opened in each writer
     */
    public static <T> Sink<T> exactlyOnce(
            String topic, String name, Opener<RecordEncoder<T>> encoder, Settings settings) {
        Properties properties = properties(settings);
        KafkaSink<T> sink = KafkaSink.<T>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setTransactionalIdPrefix(settings.text(Setting.TRANSACTIONAL_ID_PREFIX) + "." + name)
                .setRecordSerializer(new OutputSerializer<>(topic, encoder))
                .build();
        return new TransactionalSink<>(sink, topic, properties);
    }

    static Properties properties(Settings settings) {
        Properties properties = KafkaClients.producer(settings);
        properties.setProperty(
                "transaction.timeout.ms",
                Long.toString(
                        settings.duration(Setting.DELIVERY_TRANSACTION_TIMEOUT).toMillis()));
        return properties;
    }
}
