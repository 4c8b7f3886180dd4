package io.millrace.adapter.kafka;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordCopier;
import io.millrace.governance.RecordDecoder;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;

/**
 * Kafka topics as sources. Reading goes on from the checkpoint, and without one begins at the earliest record: the offsets that the
 * consumer group has committed say nothing of the state that belongs to them. They are committed with each checkpoint for others to see the
 * lag. Only what is committed is read.
 */
public final class KafkaSources {
    private KafkaSources() {}

    /**
     * A source of one topic.
     *
     * @param group what the consumer group's name ends with after the deployment's prefix: the pipeline and the job
     * @param decoder opened in each reader
     */
    public static <T> KafkaSource<Arrival<T>> of(
            String topic,
            String group,
            Opener<RecordDecoder<T>> decoder,
            TypeInformation<Arrival<T>> type,
            Settings settings) {
        return builder(topic, group, decoder, type, settings).build();
    }

    /** The same, to be completed: bounded for a test or a batch. */
    public static <T> KafkaSourceBuilder<Arrival<T>> builder(
            String topic,
            String group,
            Opener<RecordDecoder<T>> decoder,
            TypeInformation<Arrival<T>> type,
            Settings settings) {
        return builder(topic, group, new ArrivalDeserializer<>(decoder, type), settings);
    }

    /**
     * A source of every record of a topic.
     *
     * @param group as {@link #of} takes it
     * @param copier opened in each reader
     */
    public static <T> KafkaSource<T> copies(
            String topic, String group, Opener<RecordCopier<T>> copier, TypeInformation<T> type, Settings settings) {
        return builder(topic, group, new CopyDeserializer<>(copier, type), settings)
                .build();
    }

    private static <T> KafkaSourceBuilder<T> builder(
            String topic, String group, KafkaRecordDeserializationSchema<T> deserializer, Settings settings) {
        return KafkaSource.<T>builder()
                .setProperties(properties(settings))
                .setBootstrapServers(settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS))
                .setGroupId(settings.text(Setting.TRANSACTIONAL_ID_PREFIX) + "." + group)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(deserializer);
    }

    static Properties properties(Settings settings) {
        Properties properties = KafkaClients.consumer(settings);
        properties.setProperty("isolation.level", "read_committed");
        properties.setProperty("commit.offsets.on.checkpoint", "true");
        properties.setProperty(
                "partition.discovery.interval.ms",
                Long.toString(settings.duration(Setting.SOURCE_DISCOVERY).toMillis()));
        return properties;
    }
}
