package io.millrace.adapter.kafka;

import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.config.SettingsPrefix;
import java.util.Properties;

/** The properties of Kafka's clients: what settings pass through, the more special over the more general. Holds secrets. */
public final class KafkaClients {
    private KafkaClients() {}

    /** For consumers: {@code kafka.*}, then {@code kafka.consumer.*}. */
    public static Properties consumer(Settings settings) {
        Properties properties = client(settings);
        properties.putAll(settings.under(SettingsPrefix.KAFKA_CONSUMER));
        return properties;
    }

    /** For producers: {@code kafka.*}, then {@code kafka.producer.*}. */
    public static Properties producer(Settings settings) {
        Properties properties = client(settings);
        properties.putAll(settings.under(SettingsPrefix.KAFKA_PRODUCER));
        return properties;
    }

    /** For any client: the brokers and {@code kafka.*}. */
    public static Properties client(Settings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.under(SettingsPrefix.KAFKA));
        properties.setProperty("bootstrap.servers", settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS));
        return properties;
    }
}
