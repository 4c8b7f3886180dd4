package io.millrace.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;

/** A Kafka broker of one node that is its own controller. */
public final class Broker {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int REQUEST_MS = 5_000;
    private static final String NAME = "broker";

    private final StackDirectory directory;
    private final StackJars jars;
    private final Ports ports;
    private final Part part;

    Broker(StackDirectory directory, StackJars jars, Ports ports) {
        this.directory = directory;
        this.jars = jars;
        this.ports = ports;
        this.part =
                new Part(NAME, command("kafka.Kafka", List.of(configuration().toString())), directory);
    }

    /** Where clients connect, as {@code host:port}. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + ports.broker();
    }

    /** Starts the broker on its state and returns when it answers. Also starts it again after {@link #kill}. */
    public void start() {
        if (!Files.exists(logs().resolve("meta.properties"))) {
            format();
        }
        part.start();
        part.await(START, this::answers);
    }

    /** Ends the broker at once, as {@code kill -9} does. */
    public void kill() {
        part.kill();
    }

    /**
     * Creates topics of one replica; a topic that exists stays as it is.
     *
     * @param partitions for each topic its number of partitions
     */
    public void createTopics(Map<String, Integer> partitions) {
        try (Admin admin = admin()) {
            List<NewTopic> topics = partitions.entrySet().stream()
                    .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                    .toList();
            for (var created : admin.createTopics(topics).values().values()) {
                await(created::get);
            }
        }
    }

    /** An admin client, which the caller closes. */
    public Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MS));
    }

    /** The broker's process, while it runs. */
    public Optional<ProcessHandle> process() {
        return part.running();
    }

    Stream<Part> parts() {
        return Stream.of(part);
    }

    private interface Answer {
        void get() throws ExecutionException, InterruptedException;
    }

    private static void await(Answer answer) {
        try {
            answer.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new StackException("The broker refused to create topics: " + e.getCause(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while the broker created topics", e);
        }
    }

    private boolean answers() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get().isEmpty();
        }
    }

    private Path logs() {
        return directory.created("kafka");
    }

    /** Kafka's own tool ends its JVM when it has written the identity of the cluster, so it runs in one of its own. */
    private void format() {
        JavaCommand command = command(
                "kafka.tools.StorageTool",
                List.of(
                        "format",
                        "-t",
                        Uuid.randomUuid().toString(),
                        "-c",
                        configuration().toString()));
        try {
            Process process = command.builder().start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StackException("The broker's storage can't be formatted:\n" + output.strip());
            }
        } catch (IOException e) {
            throw new StackException("The broker's storage can't be formatted: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while the broker's storage was formatted", e);
        }
    }

    private JavaCommand command(String main, List<String> arguments) {
        List<String> options = new ArrayList<>(List.of("-Xms128m", "-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));
        options.add(Logging.option(directory));
        options.addAll(JavaCommand.classPath(Stream.of(jars.broker())));
        List<String> program = new ArrayList<>(List.of(main));
        program.addAll(arguments);
        return new JavaCommand(options, program);
    }

    private Path configuration() {
        return directory.write("conf", "broker.properties", properties());
    }

    /**
     * Internal topics of one replica and few partitions; records that no clock removes, as event times may be of years
     * ago; and short sessions, because a killed broker comes back only when its own session before has timed out.
     */
    private String properties() {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@%1$s:%3$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d
                advertised.listeners=PLAINTEXT://%1$s:%2$d
                log.dirs=%4$s
                auto.create.topics.enable=false
                broker.heartbeat.interval.ms=500
                broker.session.timeout.ms=3000
                num.network.threads=2
                num.io.threads=4
                log.retention.ms=-1
                log.cleaner.dedupe.buffer.size=16777216
                group.initial.rebalance.delay.ms=0
                offsets.topic.num.partitions=4
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                """.formatted(Ports.HOST, ports.broker(), ports.controller(), logs());
    }
}
