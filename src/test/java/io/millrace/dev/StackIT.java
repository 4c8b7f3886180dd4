package io.millrace.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class StackIT {
    private static final Path PROJECT = Path.of("");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Path state;
    private Stack stack;

    @BeforeAll
    void startsAllParts(@TempDir Path directory) {
        state = directory;
        stack = Stack.start(StackSettings.of(PROJECT, state));
        assertThat(stack.processes()).hasSize(4);
    }

    @AfterAll
    void leavesNoProcess() {
        List<ProcessHandle> processes = stack.processes();

        stack.close();

        assertThat(processes).isNotEmpty().noneMatch(Processes::alive);
        assertThat(state.resolve("pids")).isEmptyDirectory();
    }

    @Test
    void theBrokerKeepsCommittedRecordsWhenItIsKilled() {
        stack.broker().createTopics(Map.of("letters", 1));
        stack.broker().createTopics(Map.of("letters", 1));
        send("letters", "a", "b");

        stack.broker().kill();
        stack.broker().start();
        send("letters", "c");

        assertThat(read("letters", 3)).containsExactly("a", "b", "c");
    }

    @Test
    void theRegistryRefusesAnIncompatibleSchemaAlsoAfterItWasKilled() {
        Http registry = new Http(stack.registry().url());
        registry.send("POST", "/subjects/letters-value/versions", schema("int"));

        stack.registry().kill();
        stack.registry().start();

        assertThat(registry.fetch("/subjects/letters-value/versions/1")
                        .path("id")
                        .asInt())
                .isPositive();
        assertThatThrownBy(() -> registry.send("POST", "/subjects/letters-value/versions", schema("string")))
                .isInstanceOf(StackException.class)
                .hasMessageContaining(" answered 409: ");
    }

    @Test
    void aJobGoesOnWhenItsTaskManagerIsKilledAndFromItsLastCheckpointWhenTheJobManagerIs(@TempDir Path jars)
            throws IOException {
        FlinkCluster flink = stack.flink();
        await("slots").atMost(LIMIT).until(() -> flink.rest().overview().equals(new FlinkRest.Overview(1, 2, 2)));
        JobSubmission counting = new JobSubmission(jar(jars), CountingJob.class.getName(), List.of())
                .with(Map.of("execution.checkpointing.interval", "500 ms", "parallelism.default", "2"));
        String job = flink.client().submit(counting);
        await("first checkpoint").atMost(LIMIT).until(() -> flink.rest().completedCheckpoints(job) > 0);

        flink.killTaskManager(1);
        await("failure").atMost(LIMIT).until(() -> flink.rest().failure(job).isPresent());
        flink.startTaskManager(1);
        await("recovery").atMost(LIMIT).until(() -> flink.rest().running(job));
        assertThat(flink.rest().vertices(job))
                .extracting(FlinkRest.Vertex::parallelism)
                .contains(2);

        flink.killJobManager();
        flink.startJobManager();
        assertThat(flink.rest().jobs()).isEmpty();
        assertThat(flink.rest().taskManagers()).containsExactly("taskmanager-1-start-2");
        String snapshot = flink.latestCheckpoint(job).orElseThrow().toString();
        String again = flink.client().submit(counting.restoredFrom(snapshot));
        await("recovery").atMost(LIMIT).until(() -> flink.rest().running(again));

        String savepoint = flink.rest().savepoint(again);
        assertThat(savepoint).contains("/savepoints/savepoint-");
        flink.rest().cancel(again);
        assertThat(flink.rest().state(again)).isEqualTo("CANCELED");
    }

    @Test
    void theClientsOutputTellsWhyAJobWasNotTaken(@TempDir Path jars) throws IOException {
        JobSubmission wrong = new JobSubmission(jar(jars), "io.millrace.Absent", List.of());

        assertThatThrownBy(() -> stack.flink().client().submit(wrong))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("did not submit io.millrace.Absent")
                .hasMessageContaining("ClassNotFoundException");
    }

    @Test
    void aSecondStackIsRefusedInTheSameDirectory() {
        assertThatThrownBy(() -> Stack.start(StackSettings.of(PROJECT, state)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("Another stack runs in " + state)
                .hasMessageContaining("end it, or choose another directory");
    }

    @Test
    void aPartThatCanNotStartIsNamedWithTheEndOfItsLogAndNoProcessIsLeft(@TempDir Path other) {
        int taken = URI.create(stack.flink().rest().url()).getPort();
        Ports ports = new Ports(0, 0, taken, 0, 0);

        assertThatThrownBy(() -> Stack.start(StackSettings.of(PROJECT, other).withPorts(ports)))
                .isInstanceOf(StackException.class)
                .hasMessageStartingWith("The registry ended before it was ready. The last ")
                .hasMessageContaining(other + "/logs/registry.log")
                .hasMessageContaining(taken + " seems to be in use");

        assertThat(ProcessHandle.current().children().filter(Processes::alive)).hasSameElementsAs(stack.processes());
        assertThat(other.resolve("pids")).isEmptyDirectory();
    }

    private void send(String topic, String... values) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", stack.broker().bootstrapServers());
        settings.put("transactional.id", "stack-it");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                var unused = producer.send(new ProducerRecord<>(topic, value));
            }
            producer.commitTransaction();
        }
    }

    private List<String> read(String topic, int count) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", stack.broker().bootstrapServers());
        settings.put("group.id", "stack-it");
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            await("records").atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static String schema(String type) {
        return """
                {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"Letter\\",\\"fields\\":[{\\"name\\":\\"size\\",\\"type\\":\\"%s\\"}]}"}""".formatted(type);
    }

    private static Path jar(Path directory) throws IOException {
        Path jar = directory.resolve("counting.jar");
        String entry = CountingJob.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = CountingJob.class.getClassLoader().getResourceAsStream(entry);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
        }
        return jar;
    }
}
