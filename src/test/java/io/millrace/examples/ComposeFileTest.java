package io.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be known of the compose file without an engine. */
class ComposeFileTest {
    private static final Path FILE = Path.of("docker/compose.yaml");

    private final Map<String, Object> compose = YamlFile.documents(FILE).get(0);
    private final Map<String, Object> services = YamlFile.map(YamlFile.at(compose, "services"));
    private final ProjectPom pom = ProjectPom.read(Path.of("pom.xml"));

    @Test
    void everyFlinkServiceRunsTheImageOfTheDockerfile() {
        for (String service : List.of("jobmanager", "taskmanager", "submit")) {
            assertThat(YamlFile.at(services, service, "image")).isEqualTo("millrace:" + pom.first("version"));
            assertThat(Path.of("docker", (String) YamlFile.at(services, service, "build", "context"))
                            .resolve((String) YamlFile.at(services, service, "build", "dockerfile"))
                            .normalize())
                    .isEqualTo(Path.of("docker/Dockerfile"));
        }
    }

    @Test
    void theBrokerAndTheRegistryAreTheVersionsOfTheLocalStack() {
        Path stack = Path.of("conf/stack/pom.xml");
        assumeTrue(
                Files.exists(stack), "there is no " + stack + ": the versions of broker and registry are not checked");
        ProjectPom versions = ProjectPom.read(stack);
        String kafka = "apache/kafka:" + versions.first("kafka.version");
        assertThat(YamlFile.at(services, "kafka", "image")).isEqualTo(kafka);
        assertThat(YamlFile.at(services, "topics", "image")).isEqualTo(kafka);
        assertThat(YamlFile.at(services, "registry", "image"))
                .isEqualTo("apicurio/apicurio-registry:" + versions.first("apicurio.version"));
    }

    @Test
    void createsTheTopicsThatThePipelineReadsAndWrites() {
        Map<String, Object> pipeline =
                YamlFile.documents(Path.of("jobs/card-fraud/pipeline.yaml")).get(0);
        List<String> expected = new ArrayList<>();
        YamlFile.map(YamlFile.at(pipeline, "sources"))
                .values()
                .forEach(source -> expected.add((String) YamlFile.at(source, "topic")));
        Stream.of("predictions", "examples", "dead-letters")
                .forEach(output -> expected.add(YamlFile.at(pipeline, "pipeline") + "-" + output));

        String script = (String) YamlFile.at(services, "topics", "command", 0);
        String topics = script.replaceFirst("(?s).*for topic in ([^;]*);.*", "$1");

        assertThat(topics.split(" ")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void submitsBothJobsWithFilesThatTheImageHolds() {
        String script = (String) YamlFile.at(services, "submit", "command", 2);
        String filled = script.replaceAll("\\$\\{\\w+:-([^}]*)}", "$1");
        List<String> submitted = Pattern.compile("(?m)^submit (\\w+) ")
                .matcher(script)
                .results()
                .map(result -> "io.millrace.job." + result.group(1))
                .toList();
        DeploymentPaths paths = new DeploymentPaths(Path.of(""), Dockerfile.read(Path.of("docker/Dockerfile")));

        assertThat(submitted).containsExactly("io.millrace.job.ScoringJob", "io.millrace.job.FeedbackJob");
        assertThat(paths.missingClasses(String.join(" ", submitted))).isEmpty();
        assertThat(filled).contains("/opt/flink/jobs/card-fraud/pipeline.yaml", "/opt/flink/conf-millrace/throughput");
        assertThat(paths.missingFiles(filled)).isEmpty();
    }

    @Test
    void everyAddressNamesAServiceAndAPortThatItListensTo() {
        Map<String, TreeSet<String>> used = new TreeMap<>();
        Pattern address = Pattern.compile("\\b(" + String.join("|", services.keySet()) + "):(\\d{4,5})\\b");
        services.values().stream()
                .flatMap(YamlFile::scalars)
                .flatMap(text -> address.matcher(text).results())
                .forEach(found -> used.computeIfAbsent(found.group(1), name -> new TreeSet<>())
                        .add(found.group(2)));

        assertThat(used.keySet()).containsExactly("jobmanager", "kafka", "registry");
        used.forEach(
                (service, ports) -> assertThat(listens(service)).as(service).containsAll(ports));
    }

    @Test
    void everyHealthCheckAsksAPortThatTheServiceListensTo() {
        Pattern port = Pattern.compile("(?:localhost|kafka)[:/](\\d{4,5})");
        services.forEach((service, definition) -> {
            if (YamlFile.map(definition).containsKey("healthcheck")) {
                List<String> asked = YamlFile.scalars(YamlFile.at(definition, "healthcheck", "test"))
                        .flatMap(text -> port.matcher(text).results())
                        .map(result -> result.group(1))
                        .toList();
                assertThat(asked).as(service).hasSize(1);
                assertThat(listens(service)).as(service).containsAll(asked);
            }
        });
    }

    /** The ports that a service is told to listen to, or publishes. */
    private List<String> listens(String service) {
        Stream<String> told =
                switch (service) {
                    case "kafka" -> numbers((String) YamlFile.at(services, service, "environment", "KAFKA_LISTENERS"));
                    case "taskmanager" -> numbers(flinkProperty(service, "taskmanager.rpc.port"));
                    case "jobmanager" -> numbers(flinkProperty(service, "rest.port"));
                    default -> Stream.of();
                };
        Object published = YamlFile.map(YamlFile.at(services, service)).getOrDefault("ports", List.of());
        return Stream.concat(told, YamlFile.scalars(published).map(text -> text.replaceFirst(".*:", "")))
                .toList();
    }

    private String flinkProperty(String service, String key) {
        return ((String) YamlFile.at(services, service, "environment", "FLINK_PROPERTIES"))
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> numbers(String text) {
        return Pattern.compile("\\d{4,5}").matcher(text).results().map(MatchResult::group);
    }

    @Test
    void whatAServiceWaitsForCanHappen() {
        services.forEach((service, definition) -> {
            Object waited = YamlFile.map(definition).getOrDefault("depends_on", Map.of());
            YamlFile.map(waited).forEach((other, how) -> {
                assertThat(services).as(service).containsKey(other);
                boolean watched = YamlFile.map(YamlFile.at(services, other)).containsKey("healthcheck");
                assertThat(YamlFile.at(how, "condition"))
                        .as("%s waits for %s", service, other)
                        .isEqualTo(watched ? "service_healthy" : "service_completed_successfully");
            });
        });
    }

    @Test
    void settingsFollowTheRuleOfEnvironmentVariables() {
        List<String> names = YamlFile.map(YamlFile.at(services, "submit", "environment")).keySet().stream()
                .filter(SettingVariables::isOne)
                .toList();
        assertThat(names)
                .contains("MILLRACE_KAFKA_BOOTSTRAP_SERVERS", "MILLRACE_REGISTRY_URL", "MILLRACE_MODELS_STORE")
                .allMatch(SettingVariables::followsTheRule)
                .noneMatch(SettingVariables::holdsASecret);
    }

    @Test
    void folderOfModelsAndCheckpointsAreMountedWhereTheSettingsSay() throws IOException {
        List<String> mounts = YamlFile.scalars(YamlFile.at(services, "taskmanager", "volumes"))
                .map(text -> text.replaceFirst("^checkpoints:", ""))
                .toList();
        String store = (String) YamlFile.at(services, "submit", "environment", "MILLRACE_MODELS_STORE");
        String checkpoints =
                flinkProperty("taskmanager", "execution.checkpointing.dir").replaceFirst("[^ ]* ", "");
        String owned = Files.readString(Path.of("docker/Dockerfile"));

        for (String uri : List.of(store, checkpoints)) {
            assertThat(uri).startsWith("file:///");
            String folder = uri.substring("file://".length());
            assertThat(mounts).contains(folder);
            assertThat(owned).contains(folder);
        }
    }

    @Test
    void isValidToCompose() {
        assumeTrue(composeIsThere(), "docker compose is absent: the file is not checked by it");
        NodeConsumer.Run check = NodeConsumer.Run.of(
                Path.of("."),
                Duration.ofMinutes(1),
                List.of("docker", "compose", "-f", FILE.toString(), "config", "-q"));
        assertThat(check.errors()).isEmpty();
        assertThat(check.exit()).isZero();
    }

    private static boolean composeIsThere() {
        try {
            return NodeConsumer.Run.of(Path.of("."), Duration.ofMinutes(1), List.of("docker", "compose", "version"))
                            .exit()
                    == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }
}
