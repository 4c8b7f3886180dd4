package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.millrace.adapter.content.ConvModel;
import io.millrace.adapter.content.ImagePlaces;
import io.millrace.adapter.content.MiniLm;
import io.millrace.adapter.content.StoredReaders;
import io.millrace.adapter.file.Row;
import io.millrace.adapter.file.Rows;
import io.millrace.adapter.registry.Outputs;
import io.millrace.adapter.store.FileArtefactStore;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.cli.Millrace;
import io.millrace.config.Settings;
import io.millrace.content.ContentReader;
import io.millrace.content.Recipe;
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
import io.millrace.governance.Reason;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Support tickets with a real sentence model and an image model: a model is trained on embeddings, the job computes them of what customers write and of the photos that tickets refer to, also after its TaskManager
 * was killed, finds the tickets that are escalated, and every prediction comes out again to the bit, while it is made and afterwards. A ticket whose photo can't be had is a dead letter.
 */
class SupportTicketsIT {
    private static final SupportWorld HISTORY = new SupportWorld(1, 200, 80, 27, LocalDate.of(2024, 1, 1));
    private static final SupportWorld NEW = new SupportWorld(2, 200, 80, 10, LocalDate.of(2024, 3, 1));
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final PhotoTickets photos;
    private final Pipeline pipeline;
    private final Topics topics;

    SupportTicketsIT(@TempDir Path directory) throws IOException {
        this.photos = PhotoTickets.in(directory);
        this.pipeline = PipelineCompiler.compile(PipelineCompiler.read(photos.definition()));
        this.topics = Topics.of(pipeline);
    }

    private static Stack start(Path state) {
        JobJars jars = JobJars.of(Path.of(""));
        return Stack.start(StackSettings.of(Path.of(""), state)
                .withTaskManagers(1, 2)
                .withMemory(CardFraudRun.MEMORY)
                .withFlinkLib(jars.lib(), jars.onnxRuntime()));
    }

    private List<Row> rows(SupportWorld world) {
        List<Row> rows = new ArrayList<>();
        try (Rows tickets = photos.of(new SimulatedTickets(world))) {
            for (Row row = tickets.next(); row != null; row = tickets.next()) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void ticketsAreScoredByWhatIsWrittenInThem(@TempDir Path state) throws Exception {
        String store = state.resolve("models").toString();
        MiniLm.in(state.resolve("models"));
        new FileArtefactStore(store).put(ConvModel.bytes());
        StoredReaders readers = new StoredReaders(store, ImagePlaces.under(photos.photos()));
        ModelCard card = train(store, readers);
        assertThat(card.metrics().get("auc")).as("%s", card.metrics()).isGreaterThan(0.85);

        try (Stack stack = start(state)) {
            stack.broker().createTopics(partitions());
            List<String> settings = settings(stack, store);
            Settings client = Settings.read(List.of(Path.of("conf/throughput.properties")), Map.of(), settings);
            List<Row> rows = rows(NEW);
            stack.flink().client().submit(job(settings));
            CompletableFuture<String> monitor = CompletableFuture.supplyAsync(
                    () -> replay(settings, "--continuous", "--share", "100%", "--every", "1s", "--for", "30s"));
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
                send(stack, photos.unreadable(rows.get(rows.size() - 1)));
                await("a prediction for each ticket")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= rows.size());

                assertThat(predictions.poll()).extracting(Prediction::eventId).doesNotHaveDuplicates();
                refuses(stack, client);
                findsTheEscalated(rows, predictions.poll());
                carryTheEmbeddings("meaning", rows, predictions.poll(), readers, row -> row.cell("BODY"));
                carryTheEmbeddings("look", rows, predictions.poll(), readers, photos::photo);
                assertThat(monitor.get().lines())
                        .last(STRING)
                        .contains("\"mismatched\":0,")
                        .doesNotContain("\"match\":0,");
                assertThat(replay(settings))
                        .isEqualTo(rows.size() + " of " + rows.size() + " predictions match to the bit\n");
            }
        }
    }

    private ModelCard train(String store, StoredReaders readers) throws Exception {
        try (Rows history = photos.of(new SimulatedTickets(HISTORY))) {
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

    private List<String> settings(Stack stack, String store) {
        return List.of(
                "kafka.bootstrap.servers=" + stack.broker().bootstrapServers(),
                "registry.url=" + stack.registry().url(),
                "models.store=" + store,
                "images.under=" + photos.photos(),
                "checkpoint.interval=1s",
                "source.idle=3s",
                "parallelism=2");
    }

    private JobSubmission job(List<String> settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pipeline", photos.definition().toString(),
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

    private void refuses(Stack stack, Settings client) {
        try (TopicReader<DeadLetter> letters = new TopicReader<>(
                stack,
                topics.deadLetters(),
                Outputs.readDeadLetters(topics.deadLetters(), client).open())) {
            await("a dead letter for each photo that can't be had")
                    .atMost(LIMIT)
                    .until(() -> letters.poll().size() >= 3);
            assertThat(letters.poll())
                    .extracting(DeadLetter::eventId, DeadLetter::reason)
                    .containsExactlyInAnyOrder(
                            tuple("missing", Reason.UNREADABLE_CONTENT),
                            tuple("beside", Reason.UNREADABLE_CONTENT),
                            tuple("changed", Reason.UNREADABLE_CONTENT));
            assertThat(letters.poll()).extracting(DeadLetter::value).doesNotContainNull();
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

    /** Each prediction's vector has the embedding of its ticket's content to the bit, or nothing where there is none. */
    private void carryTheEmbeddings(
            String vector,
            List<Row> rows,
            List<Prediction> predictions,
            StoredReaders readers,
            Function<Row, @Nullable String> contents)
            throws Exception {
        int first = pipeline.inputs().indexOf("ticket." + vector + "_0");
        Recipe recipe = pipeline.scored().vectors().stream()
                .filter(each -> each.name().equals(vector))
                .findFirst()
                .orElseThrow()
                .recipe();
        int missing = 0;
        try (ContentReader reader = readers.open(recipe)) {
            for (Prediction prediction : predictions) {
                String content = contents.apply(rows.get(Integer.parseInt(prediction.eventId())));
                NumberVector expected =
                        content == null ? null : reader.read(content).vector();
                missing += expected == null ? 1 : 0;
                double[] numbers = new double[recipe.dimensions()];
                Arrays.setAll(numbers, i -> expected == null ? Double.NaN : expected.at(i));
                double[] found = Arrays.copyOfRange(prediction.vector(), first, first + numbers.length);
                assertThat(Arrays.equals(found, numbers))
                        .as("%s of ticket %s", vector, prediction.eventId())
                        .isTrue();
            }
        }
        assertThat(missing).as("tickets without any").isPositive().isLessThan(rows.size() / 2);
    }

    private String replay(List<String> settings, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "replay", "--pipeline", photos.definition().toString(), "--settings", "conf/throughput.properties"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Millrace.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
        assertThat(code).as("%s%s", out, err).isZero();
        return out.toString();
    }
}
