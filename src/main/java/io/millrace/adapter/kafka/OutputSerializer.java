package io.millrace.adapter.kafka;

import io.millrace.event.Opener;
import io.millrace.event.RecordEncoder;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of one topic. Kafka's partitioner places them by key. Their timestamp is the time of writing, not the event's:
 * replayed events of long ago must not be deleted by the topic's retention at once.
 *
 * <p>It tells its topic as Flink's lineage wants it, which pooled transactions need as well: they list the topic's open transactions.
 */
final class OutputSerializer<T> implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {
    private static final long serialVersionUID = 1;

    private final String topic;
    private final Opener<RecordEncoder<T>> opener;
    private transient @Nullable RecordEncoder<T> encoder;

    OutputSerializer(String topic, Opener<RecordEncoder<T>> opener) {
        this.topic = topic;
        this.opener = opener;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
        encoder = opener.open();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(T value, KafkaSinkContext context, @Nullable Long timestamp) {
        RecordEncoder<T> opened = encoder;
        if (opened == null) {
            throw new IllegalStateException("a serializer is opened before it is used");
        }
        return new ProducerRecord<>(topic, opened.key(value), opened.value(value));
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
        return Optional.of(new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }
}
