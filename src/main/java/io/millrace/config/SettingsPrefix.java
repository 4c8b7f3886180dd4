package io.millrace.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** The beginnings of keys that pass through to a library, which knows them and checks them itself. */
public enum SettingsPrefix {
    /** To Kafka's consumers only. */
    KAFKA_CONSUMER("kafka.consumer."),
    /** To Kafka's producers only. */
    KAFKA_PRODUCER("kafka.producer."),
    /** To every Kafka client. */
    KAFKA("kafka."),
    /** To the client of the Schema Registry. */
    REGISTRY("registry."),
    /** To Flink's configuration. */
    FLINK("flink."),
    /** To the lake's Iceberg catalogue. */
    LAKE_CATALOG("lake.catalog.");

    /** What exactly-once rests on, or what a setting of ours says already, so that nobody else may set it. */
    private static final Set<String> RESERVED = Set.of(
            "bootstrap.servers",
            "partition.discovery.interval.ms",
            "commit.offsets.on.checkpoint",
            "isolation.level",
            "group.id",
            "enable.auto.commit",
            "auto.offset.reset",
            "key.deserializer",
            "value.deserializer",
            "key.serializer",
            "value.serializer",
            "partitioner.class",
            "transactional.id",
            "transaction.timeout.ms",
            "enable.idempotence",
            "acks");

    private final String text;

    SettingsPrefix(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** The longest prefix of a key, if it has one. */
    static Optional<SettingsPrefix> of(String key) {
        return Arrays.stream(values())
                .filter(prefix -> key.startsWith(prefix.text) && key.length() > prefix.text.length())
                .findFirst();
    }

    /** Whether the library's key is one that Millrace sets by itself. */
    boolean isReserved(String key) {
        boolean kafka = this == KAFKA || this == KAFKA_CONSUMER || this == KAFKA_PRODUCER;
        return kafka && RESERVED.contains(key.substring(text.length()));
    }
}
