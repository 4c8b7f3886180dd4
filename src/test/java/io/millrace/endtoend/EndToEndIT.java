package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.adapter.file.CsvRows;
import io.millrace.adapter.file.History;
import io.millrace.adapter.file.Rows;
import io.millrace.event.Event;
import io.millrace.examples.NodeConsumer;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** 400,000 transactions, and the reports of their frauds, through both jobs on two subtasks, read_committed at the end. */
@TestInstance(Lifecycle.PER_CLASS)
class EndToEndIT {
    private static final int EVENTS = Integer.getInteger("millrace.events", 400_000);
    private static final Duration LIMIT = Duration.ofMinutes(8);
    private static final long WEEK = Duration.ofDays(7).toMillis();

    private List<String[]> rows;
    private CardFraudRun run;
    private List<Prediction> predictions;
    private List<LabelledExample> examples;

    @BeforeAll
    void runBothJobs(@TempDir Path state) throws Exception {
        rows = CardRows.first(EVENTS);
        run = new CardFraudRun(state, 4);
        run.train(rows, Duration.ofDays(3), Duration.ofDays(1));
        try (CardProducer producer = run.producer()) {
            producer.sendAll(rows);
        }
        run.submit(run.scoring(2));
        run.submit(run.feedback(2));
        try (TopicReader<Prediction> reader = run.predictions()) {
            await("a prediction for each transaction")
                    .atMost(LIMIT)
                    .until(() -> reader.poll().size() >= EVENTS);
            predictions = reader.poll();
        }
        long end = CardRows.time(rows.get(rows.size() - 1));
        long matured = rows.stream()
                .filter(row -> CardRows.time(row) + WEEK <= end - 60_000)
                .count();
        try (TopicReader<LabelledExample> reader = run.examples()) {
            await("an example for each matured transaction")
                    .atMost(LIMIT)
                    .until(() -> reader.poll().size() >= matured);
            examples = reader.poll();
        }
    }

    @AfterAll
    void close() {
        run.close();
    }

    @Test
    void everyTransactionHasExactlyOnePrediction() {
        assertThat(predictions).hasSize(EVENTS);
        assertThat(predictions.stream().map(Prediction::eventId).distinct().count())
                .isEqualTo(EVENTS);
        assertThat(predictions.stream().map(Prediction::id).distinct().count()).isEqualTo(EVENTS);
    }

    @Test
    void everyVectorEqualsTheOneComputedWithoutAClusterToTheBit(@TempDir Path folder) throws Exception {
        Map<String, Prediction> byEvent = predictions.stream().collect(Collectors.toMap(Prediction::eventId, p -> p));
        VectorAssembly assembly = new VectorAssembly(run.pipeline().features());
        int[] compared = new int[1];
        try (Rows file = CsvRows.open(CardRows.write(rows, folder.resolve("rows.csv")))) {
            new History(run.pipeline(), file).run(new History.Listener() {
                @Override
                public void scored(PartialVector partial) {
                    double[] expected = assembly.vector(partial.row());
                    double[] actual = byEvent.get(partial.event().id()).vector();
                    if (!sameBits(actual, expected)) {
                        assertThat(actual)
                                .as("vector of %s", partial.event().id())
                                .isEqualTo(expected);
                    }
                    compared[0]++;
                }

                @Override
                public void learned(Event fact) {}

                @Override
                public void refused(DeadLetter letter) {
                    throw new AssertionError(letter);
                }
            });
        }
        assertThat(compared[0]).isEqualTo(EVENTS);
    }

    @Test
    void everyExampleHasThePredictionsVectorAndTheLabelOfItsTransaction() {
        Map<String, Prediction> byId = predictions.stream().collect(Collectors.toMap(Prediction::id, p -> p));
        Map<String, String[]> rowOf = new HashMap<>();
        rows.forEach(row -> rowOf.put(row[0], row));
        assertThat(examples.stream()
                        .map(LabelledExample::predictionId)
                        .distinct()
                        .count())
                .isEqualTo(examples.size());
        for (LabelledExample example : examples) {
            assertThat(sameBits(
                            example.vector(), byId.get(example.predictionId()).vector()))
                    .isTrue();
            boolean fraud = CardRows.isFraud(rowOf.get(example.eventId()));
            assertThat(example.label()).isEqualTo(fraud ? 1 : 0);
            assertThat(example.outcome()).isEqualTo(fraud ? Outcome.REPORTED : Outcome.ABSENT);
        }
    }

    @Test
    void nothingBecameADeadLetter() {
        try (TopicReader<DeadLetter> scoring = run.deadLetters(run.topics().deadLetters());
                TopicReader<DeadLetter> feedback = run.deadLetters(run.topics().feedbackDeadLetters())) {
            assertThat(scoring.poll()).isEmpty();
            assertThat(feedback.poll()).isEmpty();
        }
    }

    @Test
    void aConsumerInAnotherLanguageReadsPredictionsByRegistryId() throws Exception {
        assumeTrue(
                NodeConsumer.absence().isEmpty(),
                () -> "the JavaScript consumer is not tried: "
                        + NodeConsumer.absence().orElseThrow());
        int count = 100;

        List<String> lines = new NodeConsumer(Path.of(""))
                .read(
                        run.stack().broker().bootstrapServers(),
                        run.stack().registry().url(),
                        run.topics().predictions(),
                        count,
                        Duration.ofMinutes(1));

        Map<String, Prediction> byId = predictions.stream().collect(Collectors.toMap(Prediction::id, p -> p));
        assertThat(lines).hasSize(count);
        ObjectMapper json = new ObjectMapper();
        for (String line : lines) {
            JsonNode read = json.readTree(line);
            Prediction prediction = byId.get(read.path("id").asText());
            assertThat(prediction).as(line).isNotNull();
            assertThat((float) read.path("score").asDouble()).isEqualTo(prediction.score());
            assertThat(read.path("vector")).hasSize(prediction.vector().length);
        }
    }

    private static boolean sameBits(double[] a, double[] b) {
        return Arrays.equals(
                Arrays.stream(a).mapToLong(Double::doubleToRawLongBits).toArray(),
                Arrays.stream(b).mapToLong(Double::doubleToRawLongBits).toArray());
    }
}
