package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.model.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transactions of which some come an hour late, and a job that goes on from a savepoint with another parallelism and whose TaskManager is killed: each event gets one prediction, and every prediction comes out again to the bit, from the
 * topics, the models and the definitions that are kept.
 */
class ReplayIT {
    private static final int EVENTS = Integer.getInteger("millrace.replay.events", 30_000);
    private static final int LATE_ONE_IN = 25;
    private static final int LATER = 400;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static Path definition() throws IOException {
        String text = Files.readString(CardFraudRun.DEFINITION);
        String late = text.replace("\nowners:", "\nlate: 1d\nowners:");
        assertThat(late).isNotEqualTo(text);
        return Files.writeString(Path.of("target", "late-definition.yaml"), late);
    }

    /** The rows in the order in which they are sent. */
    private static List<String[]> delayed(List<String[]> rows) {
        List<String[]> sent = new ArrayList<>();
        for (int i = 0; i < rows.size() + LATER; i++) {
            if (i < rows.size() && i % LATE_ONE_IN != 0) {
                sent.add(rows.get(i));
            }
            int before = i - LATER;
            if (before >= 0 && before % LATE_ONE_IN == 0) {
                sent.add(rows.get(before));
            }
        }
        return sent;
    }

    @Test
    void everyPredictionComesOutAgainToTheBit(@TempDir Path state) throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        List<String[]> sent = delayed(rows);
        assertThat(sent).hasSameSizeAs(rows);
        Path definition = definition();
        try (CardFraudRun run = new CardFraudRun(state, 2, definition)) {
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                String job = run.submit(run.scoring(1, "source.idle=10s"));
                producer.sendAll(sent.subList(0, EVENTS / 3));
                await("first predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() > EVENTS / 20);
                String savepoint = run.flink().stopWithSavepoint(job);
                producer.sendAll(sent.subList(EVENTS / 3, EVENTS * 2 / 3));
                run.submit(run.scoring(2, "source.idle=10s").restoredFrom(savepoint));
                await("predictions with the other parallelism")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() > EVENTS / 3 + EVENTS / 20);
                run.stack().flink().killTaskManager(1);
                run.stack().flink().startTaskManager(1);
                producer.sendAll(sent.subList(EVENTS * 2 / 3, EVENTS));
                await("a prediction for each event")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);
                assertThat(predictions.poll()).hasSize(EVENTS);
                assertThat(predictions.poll().stream()
                                .map(Prediction::eventId)
                                .distinct()
                                .count())
                        .isEqualTo(EVENTS);
                long late = madeWithoutALateEvent(
                        rows, predictions.poll(), run.pipeline().inputs().indexOf("card.count_30d"));
                assertThat(late)
                        .as("predictions that were made before an earlier event of their customer came")
                        .isPositive();

                String all = run.millrace(0, "replay");
                assertThat(all).isEqualTo(EVENTS + " of " + EVENTS + " predictions match to the bit\n");
                String id = predictions.poll().get(EVENTS / 3).id();
                assertThat(run.millrace(0, "replay", id)).isEqualTo("MATCH " + id + "\n");
                assertExplained(run, predictions.poll().get(EVENTS / 3));
                assertEntities(run, state);
                assertThat(differing(run, state, "knowledge")).isZero();
                assertThat(differing(run, state, "event-time"))
                        .as("at least those that miss a transaction of their customer's 30 days")
                        .isGreaterThanOrEqualTo(late);
            }
        }
    }

    /** Of predictions that count fewer of their customer's transactions than there are up to their own: all rows are within 30 days. */
    private static long madeWithoutALateEvent(List<String[]> rows, List<Prediction> predictions, int count30d) {
        Map<String, Double> counts = new HashMap<>();
        predictions.forEach(
                prediction -> counts.put(prediction.eventId(), prediction.vector()[count30d]));
        Map<String, Integer> soFar = new HashMap<>();
        return rows.stream()
                .filter(row -> counts.get(row[0]) < soFar.merge(row[2], 1, Integer::sum))
                .count();
    }

    /** The explanation of a prediction matches, and its contributions give the score. */
    private static void assertExplained(CardFraudRun run, Prediction prediction) throws IOException {
        Path page = Path.of("target", "explained.html");
        String json = run.millrace(0, "explain", prediction.id(), "--json", "--html", page.toString());

        JsonNode explained = new ObjectMapper().readTree(json);
        assertThat(explained.at("/prediction/id").asText()).isEqualTo(prediction.id());
        assertThat(explained.at("/replay/matches").asBoolean()).isTrue();
        assertThat(explained.at("/model/digest").asText()).isEqualTo(prediction.modelDigest());
        assertThat(explained.at("/contributions/available").asBoolean()).isTrue();
        assertThat(1 / (1 + Math.exp(-explained.at("/contributions/margin").asDouble())))
                .isCloseTo(prediction.score(), within(1e-5));
        assertThat(explained.at("/features").findValuesAsText("side").stream().filter("inside"::equals))
                .isNotEmpty();
        assertThat(Files.readString(page)).contains(prediction.id(), "MATCH. ", "card.count_30d");
        assertThat(run.millrace(0, "explain", prediction.id()))
                .startsWith("MATCH " + prediction.id() + "\n")
                .contains("contributions: ", "no other model had a part at that time");
    }

    /** How many rows of a training set of all predictions have another vector than was scored. */
    private static long differing(CardFraudRun run, Path state, String asOf) throws IOException {
        Path folder = state.resolve("training-" + asOf);
        assertThat(run.millrace(0, "training-set", "--as-of", asOf, "--immature", "--out", folder.toString()))
                .startsWith(EVENTS + " rows, ");
        JsonNode manifest =
                new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
        assertThat(manifest.at("/counts/rows").asLong()).isEqualTo(EVENTS);
        assertThat(manifest.at("/inputs/0/records").asLong()).isPositive();
        assertThat(folder.resolve("examples.parquet")).isNotEmptyFile();
        return manifest.at("/counts/differing_from_scored").asLong();
    }

    private static void assertEntities(CardFraudRun run, Path state) throws IOException {
        Path points = Files.writeString(state.resolve("points.csv"), """
                TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID
                1,2018-04-02 12:00:00,1,1
                2,2018-04-03 12:00:00,1,2
                """);
        Path folder = state.resolve("entities");
        assertThat(run.millrace(
                        0,
                        "training-set",
                        "--as-of",
                        "event-time",
                        "--entities",
                        points.toString(),
                        "--out",
                        folder.toString()))
                .isEqualTo("2 rows in " + folder + "\n");
        assertThat(folder.resolve("entities.parquet")).isNotEmptyFile();
        assertThat(folder.resolve("manifest.json")).isNotEmptyFile();
    }
}
