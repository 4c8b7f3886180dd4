package io.millrace.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.kafka.SinkHarness.States;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.dev.BrokerAlone;
import io.millrace.event.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A savepoint of a sink of before {@link TransactionalSink}, which was the connector's own, with a transaction that is to be committed. */
class PendingTransactionIT {
    private static final String TOPIC = "card-fraud-predictions";
    private static final TopicPartition ALL = new TopicPartition(TOPIC, 0);

    private Settings settings;

    private static final class Text implements RecordEncoder<String> {
        @Override
        public byte[] key(String value) {
            return value(value);
        }

        @Override
        public byte[] value(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void isCommittedOnceAndNoOtherIs(@TempDir Path directory) throws Exception {
        try (BrokerAlone kafka = new BrokerAlone(directory)) {
            kafka.broker().createTopics(Map.of(TOPIC, 1));
            settings = Settings.of(Map.of(
                    "kafka.bootstrap.servers",
                    kafka.broker().bootstrapServers(),
                    "registry.url",
                    "http://registry",
                    "models.store",
                    "/models",
                    "transactional.id.prefix",
                    "test"));

            States pending;
            try (SinkHarness earlier = new SinkHarness(earlierSink(), null)) {
                earlier.write("a", "b", "c");
                pending = earlier.checkpoint(1);
            }
            try (KafkaProducer<String, String> killed = amidTransaction("written after the savepoint")) {
                assertThat(read()).as("before the savepoint is restored").isEmpty();
                try (SinkHarness restored = new SinkHarness(sink(), pending)) {
                    reads("a", "b", "c");
                    restored.write("lost by a failure");
                    restored.checkpoint(2);
                }
                try (SinkHarness again = new SinkHarness(sink(), pending)) {
                    again.write("d");
                    again.checkpoint(2);
                    again.complete(2);
                    reads("a", "b", "c", "d");
                }
                assertThatThrownBy(killed::commitTransaction).isInstanceOf(KafkaException.class);
            }
        }
    }

    /** A producer as one of the earlier sink's that was killed: its transaction is open. */
    private KafkaProducer<String, String> amidTransaction(String value) throws Exception {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS),
                "transactional.id",
                "test." + TOPIC + "-0-9");
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(TOPIC, value)).get();
        return producer;
    }

    private TransactionalSink<String> sink() {
        return (TransactionalSink<String>) KafkaSinks.exactlyOnce(TOPIC, TOPIC, Text::new, settings);
    }

    private KafkaSink<String> earlierSink() {
        return KafkaSink.<String>builder()
                .setKafkaProducerConfig(KafkaSinks.properties(settings))
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setTransactionalIdPrefix("test." + TOPIC)
                .setRecordSerializer(new OutputSerializer<>(TOPIC, Text::new))
                .build();
    }

    /** The broker makes what is committed visible a little later. */
    private void reads(String... values) {
        await().untilAsserted(() -> assertThat(read()).containsExactly(values));
    }

    /** What a consumer sees that reads what is committed. */
    private List<String> read() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS),
                "isolation.level",
                "read_committed");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(ALL));
            consumer.seekToBeginning(List.of(ALL));
            long end = consumer.endOffsets(List.of(ALL)).get(ALL);
            while (consumer.position(ALL) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
