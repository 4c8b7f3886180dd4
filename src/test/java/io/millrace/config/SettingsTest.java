package io.millrace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final List<String> NEEDED =
            List.of("kafka.bootstrap.servers=broker:9092", "registry.url=http://registry:8081", "models.store=/models");

    private final Path folder;

    SettingsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void laterSourcesOverrideEarlierOnes() throws Exception {
        Path first = file("first.properties", "source.idle=1s\nscoring.batch=1\nparallelism=1\nscoring.wait=1ms\n");
        Path second = file("second.properties", "scoring.batch=2\nparallelism=2\nscoring.wait=2ms\n");
        Settings settings = Settings.read(
                List.of(first, second),
                Map.of("MILLRACE_PARALLELISM", "3", "MILLRACE_SCORING_WAIT", "3ms", "HOME", "/"),
                with("scoring.wait=4ms"));

        assertThat(settings.duration(Setting.SOURCE_IDLE)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.count(Setting.SCORING_BATCH)).isEqualTo(2);
        assertThat(settings.count(Setting.PARALLELISM)).isEqualTo(3);
        assertThat(settings.duration(Setting.SCORING_WAIT)).isEqualTo(Duration.ofMillis(4));
        assertThat(settings.text(Setting.SCORING_ORDER)).isEqualTo("event-time");
        assertThat(settings.text(Setting.MODELS_DIGEST)).isEmpty();
    }

    @Test
    void theEnvironmentNamesEveryKey() {
        Settings settings = Settings.read(
                List.of(),
                Map.of(
                        "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "b:1",
                        "MILLRACE_DELIVERY_TRANSACTION_TIMEOUT", "10m",
                        "MILLRACE_KAFKA_SASL_JAAS_CONFIG", "jaas",
                        "MILLRACE_FLINK_EXECUTION_BUFFER__TIMEOUT_INTERVAL", "5 ms",
                        "MILLRACE_HOME", "/opt/millrace"),
                List.of("registry.url=http://r", "models.store=/models"));

        assertThat(settings.text(Setting.KAFKA_BOOTSTRAP_SERVERS)).isEqualTo("b:1");
        assertThat(settings.duration(Setting.DELIVERY_TRANSACTION_TIMEOUT)).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.under(SettingsPrefix.KAFKA)).containsExactly(Map.entry("sasl.jaas.config", "jaas"));
        assertThat(settings.under(SettingsPrefix.FLINK))
                .containsExactly(Map.entry("execution.buffer-timeout.interval", "5 ms"));
    }

    @Test
    void prefixesPassThroughToTheirLibrary() {
        Settings settings = Settings.read(
                List.of(),
                Map.of(),
                with(
                        "kafka.security.protocol=SASL_SSL",
                        "kafka.consumer.fetch.min.bytes=1",
                        "kafka.producer.linger.ms=5",
                        "registry.basic.auth.user.info=me:secret"));

        assertThat(settings.under(SettingsPrefix.KAFKA)).containsExactly(Map.entry("security.protocol", "SASL_SSL"));
        assertThat(settings.under(SettingsPrefix.KAFKA_CONSUMER)).containsExactly(Map.entry("fetch.min.bytes", "1"));
        assertThat(settings.under(SettingsPrefix.KAFKA_PRODUCER)).containsExactly(Map.entry("linger.ms", "5"));
        assertThat(settings.under(SettingsPrefix.REGISTRY))
                .containsExactly(Map.entry("basic.auth.user.info", "me:secret"));
    }

    @Test
    void allProblemsAreReportedAtOnceWithTheirPlace() throws Exception {
        Path file = file("mine.properties", "# mine\nscoring.bach=3\nscoring.order=sideways\n");
        DefinitionException thrown = catchThrowableOfType(
                DefinitionException.class,
                () -> Settings.read(
                        List.of(file, folder.resolve("absent.properties")),
                        Map.of("MILLRACE_SOURCE_IDEL", "5s", "MILLRACE_PARALLELISM", "0"),
                        List.of("scoring.wait=soon", "registry.url=", "oops")));

        assertThat(thrown.problems())
                .extracting(Problem::toString)
                .anySatisfy(
                        line -> assertThat(line)
                                .isEqualTo(
                                        file
                                                + ":2 scoring.bach: \"scoring.bach\" is not a setting; did you mean \"scoring.batch\"?"))
                .contains(
                        file + ":3 scoring.order: \"sideways\" is none of event-time, arrival",
                        "environment variable MILLRACE_SOURCE_IDEL source.idel: \"source.idel\" is not a setting; did you mean \"source.idle\"?",
                        "environment variable MILLRACE_PARALLELISM parallelism: \"0\" is not a number from 1; write for example 4",
                        "--set scoring.wait: \"soon\" is not a duration; write for example 100ms, 10s, 5m, 1h or 7d",
                        "--set registry.url: the value is empty; give address of the Schema Registry (Confluent's API), for example http://registry:8081",
                        "--set: an argument has no key=value; write for example --set parallelism=4",
                        "settings: kafka.bootstrap.servers is missing (Kafka's brokers, host:port with commas between); give it in a settings file, as MILLRACE_KAFKA_BOOTSTRAP_SERVERS or by --set kafka.bootstrap.servers=...")
                .hasSize(10);
    }

    @Test
    void whatExactlyOnceRestsOnIsNotToBeSet() {
        assertThatThrownBy(() ->
                        Settings.read(List.of(), Map.of(), with("kafka.consumer.isolation.level=read_uncommitted")))
                .hasMessage("--set kafka.consumer.isolation.level: Millrace sets this itself; remove it");
    }

    @Test
    void storesOfKeysAndCertificatesMustExist() throws Exception {
        Path store = file("trust.p12", "");
        Settings.read(List.of(), Map.of(), with("kafka.ssl.truststore.location=" + store));
        assertThatThrownBy(
                        () -> Settings.read(List.of(), Map.of(), with("registry.ssl.truststore.location=/absent.p12")))
                .hasMessage(
                        "--set registry.ssl.truststore.location: there is no readable file \"/absent.p12\"; give the path of the store as this machine sees it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.ssl.keystore.password",
                "kafka.sasl.jaas.config",
                "registry.basic.auth.user.info",
                "registry.bearer.auth.token",
                "registry.bearer.auth.client.secret",
                "flink.s3.secret-key",
                "flink.s3.access-key",
                "flink.fs.azure.credential",
                "lake.catalog.token",
                "lake.catalog.credential",
                "lake.catalog.jdbc.password",
                "lake.catalog.header.Authorization"
            })
    void secretsAreNeverShown(String key) {
        Settings settings = Settings.read(List.of(), Map.of(), with(key + "=hunter2"));

        assertThat(settings.toString()).contains(key + "=******").doesNotContain("hunter2");
        assertThat(settings.map()).containsEntry(key, "hunter2");
    }

    @Test
    void travelsToOperatorsAsItIs() throws Exception {
        Settings settings = Settings.read(List.of(), Map.of(), with("kafka.sasl.jaas.config=x"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((Settings) in.readObject()).map()).isEqualTo(settings.map());
        }
    }

    @Test
    void longValuesContinueOnTheNextLine() throws Exception {
        Path file = file("mine.properties", "kafka.sasl.jaas.config=one \\\n   two\n# comment \\\nparallelism=7\n");
        Settings settings = Settings.read(List.of(file), Map.of(), with());

        assertThat(settings.map()).containsEntry("kafka.sasl.jaas.config", "one two");
        assertThat(settings.count(Setting.PARALLELISM)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"throughput", "low-latency"})
    void theProfilesAreValid(String profile) {
        Settings settings = Settings.read(List.of(Path.of("conf", profile + ".properties")), Map.of(), with());

        assertThat(settings.text(Setting.SCORING_ORDER))
                .isEqualTo(profile.equals("throughput") ? "event-time" : "arrival");
        assertThat(settings.under(SettingsPrefix.FLINK)).containsEntry("pipeline.object-reuse", "true");
    }

    @Test
    void theExampleNamesEverySetting() throws Exception {
        String example = Files.readString(Path.of("conf", "example.properties"));

        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(example).containsPattern("(?m)^#?" + setting.key() + "="));
        Settings.read(List.of(Path.of("conf", "example.properties")), Map.of(), List.of());
    }

    private static List<String> with(String... more) {
        return java.util.stream.Stream.concat(NEEDED.stream(), java.util.Arrays.stream(more))
                .toList();
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }
}
