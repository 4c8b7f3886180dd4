package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.content.MiniLm;
import io.millrace.adapter.content.StoredReaders;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.cli.Millrace;
import io.millrace.config.Settings;
import io.millrace.content.ContentReader;
import io.millrace.dev.JobJars;
import io.millrace.dev.JobSubmission;
import io.millrace.dev.SimulatedTickets;
import io.millrace.dev.Stack;
import io.millrace.dev.StackSettings;
import io.millrace.dev.SupportWorld;
import io.millrace.dev.feed.Feed;
import io.millrace.event.NumberVector;
import io.millrace.feedback.RankingQuality;
import io.millrace.governance.DeadLetter;
import io.millrace.job.ScoringJob;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.Topics;
import io.millrace.training.FileTraining;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Support tickets with a real sentence model: a model is trained on embeddings, the job computes them of what customers write, also after its TaskManager was killed, finds the tickets that are escalated, and
 * every prediction comes out again to the bit.
 */
class SupportTicketsIT {
    private static final Path DEFINITION = Path.of("jobs/support-tickets/pipeline.yaml");
    private static final SupportWorld HISTORY = new SupportWorld(1, 200, 80, 27, LocalDate.of(2024, 1, 1));
    private static final SupportWorld NEW = new SupportWorld(2, 200, 80, 10, LocalDate.of(2024, 3, 1));
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int EMBEDDING = 384;

    private final Pipeline pipeline = PipelineCompiler.compile(PipelineCompiler.read(DEFINITION));
    private final Topics topics = Topics.of(pipeline);

    private static Stack start(Path state) {
        JobJars jars = JobJars.of(Path.of(""));
        return Stack.start(StackSettings.of(Path.of(""), state)
                .withTaskManagers(1, 2)
                .withMemory(CardFraudRun.MEMORY)
                .withFlinkLib(jars.lib(), jars.onnxRuntime()));
    }

    private static List<Row> rows(SupportWorld world) {
        List<Row> rows = new ArrayList<>();
        try (SimulatedTickets tickets = new SimulatedTickets(world)) {
            for (Row row = tickets.next(); row != null; row = tickets.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void ticketsAreScoredByWhatIsWrittenInThem(@TempDir Path state) throws Exception {
        String store = state.resolve("models").toString();
        StoredReaders readers = MiniLm.in(state.resolve("models"));
        ModelCard card = train(store, readers);
        assertThat(card.metrics().get("auc")).as("%s", card.metrics()).isGreaterThan(0.85);

        try (Stack stack = start(state)) {
            stack.broker().createTopics(partitions());
            List<String> settings = settings(stack, store);
            Settings client = Settings.read(List.of(Path.of("conf/throughput.properties")), Map.of(), settings);
            List<Row> rows = rows(NEW);
            stack.flink().client().submit(job(settings));
            try (TopicReader<Prediction> predictions = new TopicReader<>(
                    stack,
                    topics.predictions(),
                    Outputs.readPredictions(topics.predictions(), client).open())) {
                send(stack, rows.subList(0, rows.size() / 2));
                await("first predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() > 50);
                stack.flink().killTaskManager(1);
                stack.flink().startTaskManager(1);
                send(stack, rows.subList(rows.size() / 2, rows.size()));
                await("a prediction for each ticket")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= rows.size());

                assertThat(predictions.poll()).extracting(Prediction::eventId).doesNotHaveDuplicates();
                assertThat(deadLetters(stack, client)).isEmpty();
                findsTheEscalated(rows, predictions.poll());
                carryTheEmbeddings(rows, predictions.poll(), readers);
                assertThat(replay(settings))
                        .isEqualTo(rows.size() + " of " + rows.size() + " predictions match to the bit\n");
            }
        }
    }

    private ModelCard train(String store, StoredReaders readers) throws Exception {
        try (SimulatedTickets history = new SimulatedTickets(HISTORY)) {
            return new FileTraining(pipeline, new FileModelStore(store), readers)
                    .run(history, Duration.ofDays(20), Duration.ofDays(5));
        }
    }

    private Map<String, Integer> partitions() {
        Map<String, Integer> partitions = new HashMap<>();
        Stream.of("tickets", "escalations", topics.predictions(), topics.deadLetters())
                .forEach(topic -> partitions.put(topic, 2));
        return partitions;
    }

    private static List<String> settings(Stack stack, String store) {
        return List.of(
                "kafka.bootstrap.servers=" + stack.broker().bootstrapServers(),
                "registry.url=" + stack.registry().url(),
                "models.store=" + store,
                "checkpoint.interval=1s",
                "source.idle=3s",
                "parallelism=2");
    }

    private static JobSubmission job(List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", DEFINITION.toAbsolutePath().toString(),
                "--settings",
                        Path.of("conf/throughput.properties").toAbsolutePath().toString()));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return new JobSubmission(JobJars.of(Path.of("")).job(), ScoringJob.class.getName(), arguments);
    }

    private void send(Stack stack, List<Row> rows) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        Feed feed = new Feed(pipeline, "tickets", stack.registry().url());
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.broker().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Row row : rows) {
                feed.items(row).forEach(item -> sent.add(producer.send(item.record())));
            }
            producer.flush();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
        assertThat(feed.refused()).isZero();
    }

    private List<DeadLetter> deadLetters(Stack stack, Settings client) {
        try (TopicReader<DeadLetter> letters = new TopicReader<>(
                stack,
                topics.deadLetters(),
                Outputs.readDeadLetters(topics.deadLetters(), client).open())) {
            return letters.poll();
        }
    }

    private static void findsTheEscalated(List<Row> rows, List<Prediction> predictions) {
        float[] scores = new float[predictions.size()];
        boolean[] escalated = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            Row row = rows.get(Integer.parseInt(predictions.get(i).eventId()));
            scores[i] = predictions.get(i).score();
            escalated[i] = "1".equals(row.cell("ESCALATED"));
        }
        assertThat(new RankingQuality(scores, escalated).auc()).isGreaterThan(0.85);
    }

    /** Each prediction's vector has the embedding of its ticket to the bit, or nothing where nothing was written. */
    private void carryTheEmbeddings(List<Row> rows, List<Prediction> predictions, StoredReaders readers)
            throws Exception {
        int first = pipeline.inputs().indexOf("ticket.meaning_0");
        int missing = 0;
        try (ContentReader reader =
                readers.open(pipeline.scored().vectors().get(0).recipe())) {
            for (Prediction prediction : predictions) {
                String body = rows.get(Integer.parseInt(prediction.eventId())).cell("BODY");
                NumberVector expected = body == null ? null : reader.read(body).vector();
                missing += expected == null ? 1 : 0;
                double[] numbers = new double[EMBEDDING];
                Arrays.setAll(numbers, i -> expected == null ? Double.NaN : expected.at(i));
                double[] found = Arrays.copyOfRange(prediction.vector(), first, first + EMBEDDING);
                assertThat(Arrays.equals(found, numbers))
                        .as("embedding of %s", body)
                        .isTrue();
            }
        }
        assertThat(missing).as("tickets in which nothing was written").isPositive();
    }

    private static String replay(List<String> settings) {
        List<String> arguments = new ArrayList<>(
                List.of("replay", "--pipeline", DEFINITION.toString(), "--settings", "conf/throughput.properties"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Millrace.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as("%s%s", out, err).isZero();
        return out.toString();
    }
}
