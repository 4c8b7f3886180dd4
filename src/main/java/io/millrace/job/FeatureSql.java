package io.millrace.job;

import io.millrace.config.Durations;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.config.SettingsPrefix;
import io.millrace.pipeline.Pipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The features of a pipeline in Flink SQL, as text: the table of events, the table of features, and the query.
 *
 * <p>All aggregates of one query with OVER must have the same window, so there is one query in another for each window. The longest stands innermost: its rows, of which most are
 * kept in state, are the narrowest then. Joining six queries by id instead would keep every row of each side in state once more. Nothing of OVER can be put into mini-batches.
 *
 * <p>SQL's windows include both ends. With times in whole milliseconds, a window one millisecond shorter holds what {@code (t - window, t]} does. Events of the same entity and millisecond are
 * in each other's windows, which no setting changes.
 */
final class FeatureSql {
    private final Pipeline pipeline;
    private final Settings settings;
    private final List<WindowAggregate> features;

    FeatureSql(Pipeline pipeline, Settings settings) {
        this.pipeline = pipeline;
        this.settings = settings;
        this.features = WindowAggregate.of(pipeline);
    }

    String events() {
        Map<String, String> options = kafka(pipeline.scored().topic(), Map.of("isolation.level", "read_committed"));
        options.putAll(prefixed(SettingsPrefix.KAFKA_CONSUMER));
        options.put(
                "properties.group.id",
                settings.text(Setting.TRANSACTIONAL_ID_PREFIX) + "." + SqlFeaturesJob.topic(pipeline.name()));
        options.put("scan.startup.mode", "earliest-offset");
        options.put("value.format", "avro-confluent");
        options.put("value.avro-confluent.url", settings.text(Setting.REGISTRY_URL));
        return """
                CREATE TABLE events (
                  %s STRING NOT NULL,
                  %s TIMESTAMP(3) NOT NULL,
                  %s STRING NOT NULL,
                  %s DOUBLE NOT NULL,
                  WATERMARK FOR %s AS %s - %s
                ) WITH (
                %s)""".formatted(
                        CardFields.ID,
                        CardFields.TIME,
                        CardFields.CUSTOMER,
                        CardFields.AMOUNT,
                        CardFields.TIME,
                        CardFields.TIME,
                        interval(pipeline.scored().lateness()),
                        text(options));
    }

    String features() {
        Map<String, String> options = kafka(SqlFeaturesJob.topic(pipeline.name()), Map.of());
        options.putAll(prefixed(SettingsPrefix.KAFKA_PRODUCER));
        options.put(
                "properties.transaction.timeout.ms",
                Long.toString(
                        settings.duration(Setting.DELIVERY_TRANSACTION_TIMEOUT).toMillis()));
        options.put("key.format", "raw");
        options.put("key.fields", CardFields.ID);
        options.put("value.format", "avro");
        options.put("sink.delivery-guarantee", "exactly-once");
        options.put("sink.transaction-naming-strategy", "pooling");
        options.put(
                "sink.transactional-id-prefix",
                settings.text(Setting.TRANSACTIONAL_ID_PREFIX) + "." + SqlFeaturesJob.topic(pipeline.name()));
        return """
                CREATE TABLE features (
                  %s STRING NOT NULL,
                  %s TIMESTAMP(3) NOT NULL,
                %s
                ) WITH (
                %s)""".formatted(
                        CardFields.ID,
                        CardFields.TIME,
                        lines(feature -> "  " + feature.column() + " DOUBLE NOT NULL"),
                        text(options));
    }

    String query() {
        String query = "events";
        for (long window : WindowAggregate.windows(features)) {
            query = over(query, window);
        }
        return """
                INSERT INTO features SELECT
                  %s,
                  CAST(%s AS TIMESTAMP(3)),
                %s
                FROM %s""".formatted(
                CardFields.ID, CardFields.TIME, lines(feature -> "  CAST(" + feature.column() + " AS DOUBLE)"), query);
    }

    private String over(String from, long window) {
        String aggregates = features.stream()
                .filter(feature -> feature.window() == window)
                .map(feature -> feature.kind() + "(" + CardFields.AMOUNT + ") OVER w AS " + feature.column())
                .collect(Collectors.joining(", "));
        return "(SELECT *, " + aggregates + " FROM " + from + " WINDOW w AS (PARTITION BY " + CardFields.CUSTOMER
                + " ORDER BY " + CardFields.TIME + " RANGE BETWEEN " + interval(window - 1)
                + " PRECEDING AND CURRENT ROW))";
    }

    /** A length of time as SQL writes it. */
    static String interval(long millis) {
        long rest = millis % Durations.DAY;
        return "INTERVAL '%d %02d:%02d:%02d.%03d' DAY(3) TO SECOND(3)"
                .formatted(
                        millis / Durations.DAY, rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60, rest % 1_000);
    }

    private Map<String, String> kafka(String topic, Map<String, String> properties) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "kafka");
        options.put("topic", topic);
        options.put("properties.bootstrap.servers", settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS));
        options.putAll(prefixed(SettingsPrefix.KAFKA));
        properties.forEach((key, value) -> options.put("properties." + key, value));
        return options;
    }

    private Map<String, String> prefixed(SettingsPrefix prefix) {
        return settings.under(prefix).entrySet().stream()
                .collect(Collectors.toMap(entry -> "properties." + entry.getKey(), Map.Entry::getValue));
    }

    private String lines(Function<WindowAggregate, String> line) {
        return features.stream().map(line).collect(Collectors.joining(",\n"));
    }

    private static String text(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option ->
                        "  '" + option.getKey() + "' = '" + option.getValue().replace("'", "''") + "'")
                .collect(Collectors.joining(",\n"));
    }
}
