package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.Rows;
import io.millrace.adapter.kafka.KafkaClients;
import io.millrace.adapter.kafka.TopicContents;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.cli.Millrace;
import io.millrace.config.Settings;
import io.millrace.dev.FlinkRest;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.Stack;
import io.millrace.dev.StackSettings;
import io.millrace.dev.TaskManagerMemory;
import io.millrace.event.RecordEncoder;
import io.millrace.feedback.LabelledExample;
import io.millrace.governance.DeadLetter;
import io.millrace.job.FeedbackJob;
import io.millrace.job.LakeJob;
import io.millrace.job.ScoringJob;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.Topics;
import io.millrace.training.FileTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A stack with the topics, the model and the jobs of a pipeline, jobs/card-fraud unless told otherwise, as a user would set it up, and readers of what comes out. */
final class CardFraudRun implements AutoCloseable {
    static final Path DEFINITION = Path.of("jobs/card-fraud/pipeline.yaml");
    static final int PARTITIONS = 2;

    static final TaskManagerMemory MEMORY = new TaskManagerMemory(768, 256, 512, 128, 384);

    private final Path definition;
    private final Pipeline pipeline;
    private final Topics topics;
    private final Path state;
    private final Stack stack;
    /** How the lake's catalogue is found; none for the embedded one. */
    private List<String> catalog = List.of();

    CardFraudRun(Path state, int slots) {
        this(state, slots, DEFINITION);
    }

    /** @param definition of the pipeline */
    CardFraudRun(Path state, int slots, Path definition) {
        this(state, slots, definition, List.of());
    }

    /** @param added more jars for Flink's lib */
    CardFraudRun(Path state, int slots, Path definition, List<Path> added) {
        this(state, slots, definition, added, Map.of());
    }

    /** @param flink settings of Flink's config.yaml */
    CardFraudRun(Path state, int slots, Path definition, List<Path> added, Map<String, String> flink) {
        this.definition = definition;
        this.pipeline = PipelineCompiler.compile(PipelineCompiler.read(definition));
        this.topics = Topics.of(pipeline);
        this.state = state;
        stack = Stack.start(StackSettings.of(Path.of(""), state)
                .withTaskManagers(1, slots)
                .withMemory(MEMORY)
                .withFlink(flink)
                .withFlinkLib(Stream.concat(Stream.of(built("-lib.jar"), onnxRuntime()), added.stream())
                        .toArray(Path[]::new)));
        Map<String, Integer> partitions = new HashMap<>();
        pipeline.sources().forEach(source -> partitions.put(source.topic(), PARTITIONS));
        for (String topic :
                List.of(topics.predictions(), topics.examples(), topics.deadLetters(), topics.feedbackDeadLetters())) {
            partitions.put(topic, PARTITIONS);
        }
        stack.broker().createTopics(partitions);
    }

    private static Path built(String ending) {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path onnxRuntime() {
        return Path.of(ai.onnxruntime.OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    Pipeline pipeline() {
        return pipeline;
    }

    Topics topics() {
        return topics;
    }

    Stack stack() {
        return stack;
    }

    FlinkRest flink() {
        return stack.flink().rest();
    }

    /** The process of the JobManager. */
    long jobManager() {
        return process("StandaloneSessionClusterEntrypoint");
    }

    /** The process of the TaskManager. */
    long taskManager() {
        return process("TaskManagerRunner");
    }

    private long process(String main) {
        List<Long> running = stack.processes().stream()
                .filter(process -> process.info().commandLine().orElse("").contains(main))
                .map(ProcessHandle::pid)
                .toList();
        assertThat(running).as("processes of " + main).hasSize(1);
        return running.get(0);
    }

    CardProducer producer() {
        return new CardProducer(
                stack.broker().bootstrapServers(), stack.registry().url());
    }

    /** Trains the model that the job serves. */
    void train(List<String[]> rows, Duration train, Duration holdout) throws IOException {
        train(CardRows.write(rows, state.resolve("history.csv")), train, holdout);
    }

    /** Trains the model that the job serves on a file of events. */
    ModelCard train(Path file, Duration train, Duration holdout) throws IOException {
        try (Rows history = CsvRows.open(file)) {
            return new FileTraining(pipeline, store()).run(history, train, holdout);
        }
    }

    FileModelStore store() {
        return new FileModelStore(models());
    }

    /** Where the model store is. */
    String models() {
        return state.resolve("models").toString();
    }

    /** Where the lake is. */
    Path lake() {
        return state.resolve("lake");
    }

    /** Lets another catalogue know the lake's tables. */
    void keepLakeIn(CatalogServer server) {
        catalog = server.settings();
    }

    /** What jobs and the command line are told of this stack, {@code key=value} each. */
    List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "kafka.bootstrap.servers=" + stack.broker().bootstrapServers(),
                "registry.url=" + stack.registry().url(),
                "models.store=" + models(),
                "lake.warehouse=" + lake(),
                "checkpoint.interval=1s"));
        settings.addAll(catalog);
        return settings;
    }

    Settings clientSettings() {
        return Settings.read(List.of(Path.of("conf/throughput.properties")), Map.of(), settings());
    }

    JobSubmission scoring(int parallelism, String... more) {
        return job(ScoringJob.class, parallelism, more);
    }

    JobSubmission feedback(int parallelism, String... more) {
        return job(FeedbackJob.class, parallelism, more);
    }

    JobSubmission lake(int parallelism, String... more) {
        return job(LakeJob.class, parallelism, more);
    }

    private JobSubmission job(Class<?> main, int parallelism, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", definition.toAbsolutePath().toString(),
                "--settings",
                        Path.of("conf/throughput.properties").toAbsolutePath().toString(),
                "--set", "parallelism=" + parallelism));
        Stream.concat(settings().stream(), Stream.of(more))
                .forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return new JobSubmission(built("-job.jar"), main.getName(), arguments);
    }

    /** Runs a command of {@code millrace} on the pipeline and gives what it printed. */
    String millrace(int code, String... command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int found = millrace(new PrintWriter(out), new PrintWriter(err), command);
        assertThat(found).as("%s%s", out, err).isEqualTo(code);
        return out.toString();
    }

    /** Runs a command of {@code millrace} on the pipeline and gives its exit code. */
    int millrace(PrintWriter out, PrintWriter err, String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--pipeline", definition.toString(), "--settings", "conf/throughput.properties"));
        settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return Millrace.run(out, err, arguments.toArray(String[]::new));
    }

    /** How many records of Kafka are newer than what the lake holds; asserts that the lake is right as far as it goes. */
    int behindOfLake() {
        try {
            int behind = 0;
            for (JsonNode partition : new ObjectMapper()
                    .readTree(millrace(0, "lake", "check", "--json"))
                    .path("partitions")) {
                behind += partition.path("behind").asInt();
            }
            return behind;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    String submit(JobSubmission job) {
        return stack.flink().client().submit(job);
    }

    TopicReader<Prediction> predictions() {
        return new TopicReader<>(
                stack,
                topics.predictions(),
                Outputs.readPredictions(topics.predictions(), clientSettings()).open());
    }

    /** All that models but shadows have said up to now. */
    List<Prediction> allPredictions() {
        return all(topics.predictions());
    }

    /** All that shadows have said. */
    List<Prediction> shadows() {
        return all(topics.shadowPredictions());
    }

    private List<Prediction> all(String topic) {
        return TopicContents.read(topic, Outputs.readPredictions(topic, clientSettings()), clientSettings());
    }

    /** Writes a prediction as the job does, without the job. */
    void send(Prediction prediction) {
        RecordEncoder<Prediction> encoder =
                Outputs.predictions(topics.predictions(), clientSettings()).open();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(clientSettings()), new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(
                    new ProducerRecord<>(topics.predictions(), encoder.key(prediction), encoder.value(prediction)));
        }
    }

    TopicReader<LabelledExample> examples() {
        return new TopicReader<>(
                stack,
                topics.examples(),
                Outputs.readExamples(topics.examples(), clientSettings()).open());
    }

    TopicReader<DeadLetter> deadLetters(String topic) {
        return new TopicReader<>(
                stack, topic, Outputs.readDeadLetters(topic, clientSettings()).open());
    }

    /** Sum over subtasks of a counter of one operator. */
    long counter(String job, String operator, String metric) {
        return flink().counter(job, operator, metric);
    }

    @Override
    public void close() {
        stack.close();
    }
}
