package io.millrace.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every key that Millrace itself understands, with its kind, its default and one line of help: the one place where they stand. */
public enum Setting {
    KAFKA_BOOTSTRAP_SERVERS(
            "kafka.bootstrap.servers", Kind.TEXT, null, "Kafka's brokers, host:port with commas between"),
    REGISTRY_URL(
            "registry.url",
            Kind.TEXT,
            null,
            "address of the Schema Registry (Confluent's API), for example http://registry:8081"),
    REGISTRY_RETRY_TOTAL(
            "registry.retry.total",
            Kind.DURATION,
            "5m",
            "how long a silent registry is asked again before the job restarts"),
    MODELS_STORE("models.store", Kind.TEXT, null, "directory or URI of the model store"),
    MODELS_DIGEST(
            "models.digest", Kind.TEXT, "", "the model that a pipeline begins with; empty: the champion of the store"),
    MODELS_LEAD(
            "models.lead",
            Kind.DURATION,
            "10s",
            "how far ahead of event time it is decided which models serve: the soonest that an activation can hold"),
    SCORING_ORDER(
            "scoring.order",
            Kind.ORDER,
            "event-time",
            "score in the order of event time, waiting for the watermark, or at once as events arrive"),
    SCORING_BATCH("scoring.batch", Kind.COUNT, "32", "the most events that are scored in one call"),
    SCORING_WAIT("scoring.wait", Kind.DURATION, "1ms", "how long an event waits for its batch to fill"),
    SCORING_TIMEOUT(
            "scoring.timeout",
            Kind.DURATION,
            "10s",
            "how long a call of a model may take; one that takes longer is ended and has failed"),
    SCORING_TREES(
            "scoring.trees",
            Kind.SWITCH,
            "auto",
            "score ensembles of trees in Java where that gives the bits of ONNX Runtime, or never"),
    STATE_IN_MEMORY(
            "state.in-memory",
            Kind.COUNT,
            "10000",
            "how many entities of each feature set a subtask keeps in memory, in front of the state backend"),
    STATE_ROWS_IN_MEMORY(
            "state.rows-in-memory-mib",
            Kind.COUNT,
            "64",
            "how many MiB of older rows of those entities a subtask keeps in memory as well, of each feature set"),
    STATE_HELD_IN_MEMORY(
            "state.held-in-memory",
            Kind.COUNT,
            "200000",
            "how many events that wait for event time a subtask keeps in memory, of each feature set; others wait in the state backend"),
    STATE_IDS_IN_MEMORY(
            "state.ids-in-memory",
            Kind.COUNT,
            "100000",
            "how many business ids accepted last a subtask keeps in memory, of each source; others are in the state backend"),
    VECTORS_IN_MEMORY(
            "vectors.in-memory",
            Kind.COUNT,
            "1000",
            "how many vectors of texts or images of each kind a subtask keeps, by the hash of what they are of"),
    IMAGES_UNDER(
            "images.under",
            Kind.TEXT,
            "",
            "directories or URIs, with commas between, under which images lie that events refer to; none other is read"),
    IMAGES_TIMEOUT("images.timeout", Kind.DURATION, "30s", "how long a file with an image is waited for, each time"),
    IMAGES_RETRY_TOTAL(
            "images.retry.total",
            Kind.DURATION,
            "5m",
            "how long files with images that can't be had are asked for again before the job restarts"),
    IMAGES_AHEAD(
            "images.ahead",
            Kind.COUNT,
            "8",
            "how many events of a subtask may wait while files with their images are read, side by side"),
    SOURCE_IDLE(
            "source.idle", Kind.DURATION, "5s", "a partition without events for so long holds back event time no more"),
    SOURCE_AHEAD(
            "source.ahead",
            Kind.COUNT,
            "50000",
            "how many events a subtask reads of a source ahead of the slowest one, in event time, before it slows down"),
    SOURCE_DISCOVERY("source.discovery", Kind.DURATION, "1m", "how often new partitions are looked for"),
    DELIVERY_TRANSACTION_TIMEOUT(
            "delivery.transaction-timeout",
            Kind.DURATION,
            "15m",
            "Kafka aborts output that stays uncommitted for so long; at most the brokers' transaction.max.timeout.ms, more than any outage"),
    TRANSACTIONAL_ID_PREFIX(
            "transactional.id.prefix",
            Kind.TEXT,
            "millrace",
            "begins all transactional ids and consumer groups; one for each deployment"),
    PARALLELISM("parallelism", Kind.COUNT, "1", "parallel subtasks of each operator"),
    CHECKPOINT_INTERVAL(
            "checkpoint.interval",
            Kind.DURATION,
            "10s",
            "time between checkpoints; transactional output is visible after each, and rows of the lake are"),
    LAKE_WAREHOUSE("lake.warehouse", Kind.TEXT, "", "directory or URI under which the lake's tables lie"),
    LAKE_NAMESPACE(
            "lake.namespace",
            Kind.TEXT,
            "",
            "the namespace of a pipeline's tables; empty: the pipeline's name, with _ for each -"),
    LAKE_SNAPSHOTS(
            "lake.snapshots",
            Kind.DURATION,
            "7d",
            "for how long the lake's tables can be read as they were; maintenance removes what is older"),
    LINEAGE_TO(
            "lineage.to",
            Kind.TEXT,
            "",
            "where OpenLineage events of the jobs go: file:PATH, http://host/path, https://host/path or kafka:TOPIC; empty: nowhere"),
    LINEAGE_NAMESPACE("lineage.namespace", Kind.TEXT, "millrace", "the namespace of the jobs in lineage events"),
    LINEAGE_TIMEOUT(
            "lineage.timeout", Kind.DURATION, "5s", "how long a lineage event may take; one that takes longer is lost"),
    LINEAGE_TOKEN("lineage.token", Kind.TEXT, "", "bearer token for lineage events by HTTP"),
    LINEAGE_USER_INFO("lineage.user.info", Kind.TEXT, "", "name:password for lineage events by HTTP"),
    BACKFILL_FROM("backfill.from", Kind.INSTANT, "", "vectors of events at or after this time; empty: of all before"),
    BACKFILL_TO("backfill.to", Kind.INSTANT, "", "vectors of events before this time; empty: of all after"),
    BACKFILL_TABLE("backfill.table", Kind.TEXT, "vectors", "the table of the lake that a backfill makes and fills"),
    BOOTSTRAP_FROM(
            "bootstrap.from",
            Kind.TEXT,
            "",
            "the savepoint of the stopped scoring job, for which a bootstrap makes state of features from the lake"),
    BOOTSTRAP_OUT("bootstrap.out", Kind.TEXT, "", "the folder of the savepoint that a bootstrap writes"),
    BOOTSTRAP_SINCE(
            "bootstrap.since",
            Kind.INSTANT,
            "",
            "the lake holds all events from this time on; empty: all there ever were, which is checked");

    private final String key;
    private final Kind kind;
    private final @Nullable String defaultText;
    private final String help;

    Setting(String key, Kind kind, @Nullable String defaultText, String help) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
        this.help = help;
    }

    public String key() {
        return key;
    }

    /** The value where none is given, or null where one must be given. */
    public @Nullable String defaultText() {
        return defaultText;
    }

    public String help() {
        return help;
    }

    Kind kind() {
        return kind;
    }

    /** The name of the environment variable that sets this. */
    public String variable() {
        return SettingsSources.PREFIX
                + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    static Optional<Setting> named(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    /** What values a setting takes. */
    enum Kind {
        TEXT,
        COUNT,
        DURATION,
        INSTANT,
        ORDER,
        SWITCH;

        private static final List<String> ORDERS = List.of("event-time", "arrival");
        private static final List<String> SWITCHES = List.of("auto", "off");

        /** What is wrong with a value, as the end of a sentence, or null. */
        @Nullable
        String complaint(String text) {
            return switch (this) {
                case TEXT -> null;
                case COUNT -> text.matches("[1-9][0-9]{0,8}") ? null : "is not a number from 1; write for example 4";
                case DURATION ->
                    Durations.parse(text).isPresent()
                            ? null
                            : "is not a duration; write for example 100ms, 10s, 5m, 1h or 7d";
                case INSTANT ->
                    text.isEmpty() || Instants.parse(text).isPresent()
                            ? null
                            : "is no instant; write for example 2024-05-01T00:00:00Z";
                case ORDER -> among(ORDERS, text);
                case SWITCH -> among(SWITCHES, text);
            };
        }

        private static @Nullable String among(List<String> values, String text) {
            return values.contains(text) ? null : "is none of " + String.join(", ", values);
        }
    }
}
