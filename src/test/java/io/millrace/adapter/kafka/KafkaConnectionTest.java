package io.millrace.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import io.millrace.event.RecordEncoder;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeHint;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {
    private static final TypeInformation<Arrival<String>> TYPE = TypeInformation.of(new TypeHint<Arrival<String>>() {});

    @Test
    void theMoreSpecialSettingWins() {
        Settings settings = settings(Map.of(
                "kafka.security.protocol", "SSL",
                "kafka.receive.buffer.bytes", "1",
                "kafka.consumer.receive.buffer.bytes", "2",
                "kafka.producer.linger.ms", "5"));

        assertThat(KafkaClients.consumer(settings))
                .containsExactlyInAnyOrderEntriesOf(properties(
                        "bootstrap.servers", "b:1", "security.protocol", "SSL", "receive.buffer.bytes", "2"));
        assertThat(KafkaClients.producer(settings))
                .containsExactlyInAnyOrderEntriesOf(properties(
                        "bootstrap.servers",
                        "b:1",
                        "security.protocol",
                        "SSL",
                        "receive.buffer.bytes",
                        "1",
                        "linger.ms",
                        "5"));
    }

    @Test
    void sourcesReadOnlyWhatIsCommittedAndLookForPartitions() {
        assertThat(KafkaSources.properties(settings(Map.of("source.discovery", "30s"))))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("commit.offsets.on.checkpoint", "true")
                .containsEntry("partition.discovery.interval.ms", "30000");
    }

    @Test
    void aSourceTravelsToItsReaders() throws Exception {
        KafkaSource<Arrival<String>> source = KafkaSources.of(
                "cards", "card-fraud-scoring", () -> (p, o, t, k, v) -> Arrival.of("x", t), TYPE, settings(Map.of()));

        assertThat(source.getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
        assertThat(source.getProducedType()).isEqualTo(TYPE);
        assertThat(InstantiationUtil.serializeObject(source)).isNotEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // Flink's contexts are not used
    void eachRecordIsOneArrival() throws Exception {
        ArrivalDeserializer<String> deserializer = new ArrivalDeserializer<>(
                () -> (partition, offset, timestamp, key, value) -> value == null
                        ? Arrival.dead(new DeadLetter(
                                "s", "cards", partition, offset, timestamp, Reason.EMPTY, "", null, key, null))
                        : Arrival.of(new String(value, StandardCharsets.UTF_8), timestamp),
                TYPE);
        deserializer.open(null);
        List<Arrival<String>> arrivals = new ArrayList<>();
        Collector<Arrival<String>> out = new Collector<>() {
            @Override
            public void collect(Arrival<String> arrival) {
                arrivals.add(arrival);
            }

            @Override
            public void close() {}
        };

        deserializer.deserialize(new ConsumerRecord<>("cards", 1, 2, new byte[] {7}, new byte[] {'a'}), out);
        deserializer.deserialize(new ConsumerRecord<>("cards", 3, 4, null, null), out);

        assertThat(arrivals).hasSize(2);
        assertThat(arrivals.get(0).value()).isEqualTo("a");
        assertThat(arrivals.get(1).deadLetter().partition()).isEqualTo(3);
        assertThat(arrivals.get(1).deadLetter().offset()).isEqualTo(4);
        assertThat(arrivals.get(1).time()).isEqualTo(ConsumerRecord.NO_TIMESTAMP);
    }

    @Test
    @SuppressWarnings("NullAway") // Flink's contexts are not used
    void outputsAreKeyedAndStampedWithTheTimeOfWriting() {
        OutputSerializer<String> serializer = new OutputSerializer<>("out", Upper::new);
        serializer.open(null, null);

        ProducerRecord<byte[], byte[]> record = serializer.serialize("a", null, 5L);

        assertThat(record.topic()).isEqualTo("out");
        assertThat(record.key()).asString().isEqualTo("key a");
        assertThat(record.value()).asString().isEqualTo("A");
        assertThat(record.partition()).as("by key").isNull();
        assertThat(record.timestamp()).as("by the producer").isNull();
    }

    @Test
    void pooledTransactionsAreToldTheTopic() {
        assertThat(new OutputSerializer<>("out", Upper::new)
                        .getKafkaDatasetFacet()
                        .orElseThrow()
                        .getTopicIdentifier()
                        .getTopics())
                .containsExactly("out");
    }

    @Test
    void aSinkTravelsToItsWritersWithItsTransactionTimeout() throws Exception {
        Settings settings = settings(Map.of("delivery.transaction-timeout", "2m"));

        assertThat(KafkaSinks.properties(settings)).containsEntry("transaction.timeout.ms", "120000");
        assertThat(InstantiationUtil.serializeObject(
                        KafkaSinks.exactlyOnce("out", "card-fraud-predictions", Upper::new, settings)))
                .isNotEmpty();
    }

    private static Settings settings(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("kafka.bootstrap.servers", "b:1");
        values.put("registry.url", "http://r:2");
        values.put("models.store", "/models");
        return Settings.of(values);
    }

    private static Properties properties(String... pairs) {
        Properties properties = new Properties();
        List<String> list = Arrays.asList(pairs);
        for (int i = 0; i < list.size(); i += 2) {
            properties.setProperty(list.get(i), list.get(i + 1));
        }
        return properties;
    }

    private static final class Upper implements RecordEncoder<String> {
        @Override
        public byte[] key(String value) {
            return ("key " + value).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] value(String value) {
            return value.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        }
    }
}
