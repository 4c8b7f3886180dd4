package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.dev.JobSubmission;
import io.millrace.feedback.LabelledExample;
import io.millrace.model.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes with SIGKILL while both jobs run, and counts at the consumer. */
class KillFaultIT {
    private static final int EVENTS = Integer.getInteger("millrace.fault.events", 200_000);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long WEEK = Duration.ofDays(7).toMillis();

    @Test
    void eachEventHasExactlyOnePredictionAndItsVectorAfterTheTaskManagerAndTheJobManagerWereKilled(@TempDir Path state)
            throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 4)) {
            run.train(rows, Duration.ofDays(3), Duration.ofDays(1));
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions();
                    TopicReader<LabelledExample> examples = run.examples()) {
                JobSubmission scoring = run.scoring(2, "source.idle=20s");
                JobSubmission feedback = run.feedback(2, "source.idle=20s");
                String scoringId = run.submit(scoring);
                String feedbackId = run.submit(feedback);

                producer.sendAll(rows.subList(0, EVENTS * 3 / 4));
                await("first predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() > EVENTS / 20);
                run.stack().flink().killTaskManager(1);
                assertThat(predictions.poll())
                        .as("the kill comes in the middle")
                        .hasSizeLessThan(EVENTS * 3 / 4);
                run.stack().flink().startTaskManager(1);

                int soFar = predictions.poll().size();
                producer.sendAll(rows.subList(EVENTS * 3 / 4, EVENTS));
                await("predictions after the TaskManager came back")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() > soFar + EVENTS / 20);
                await("checkpoints to go on from")
                        .atMost(LIMIT)
                        .until(() -> hasCheckpoint(run, scoringId) && hasCheckpoint(run, feedbackId));
                run.stack().flink().killJobManager();
                assertThat(predictions.poll())
                        .as("the kill comes in the middle")
                        .hasSizeLessThan(EVENTS);
                run.stack().flink().startJobManager();
                run.submit(scoring.restoredFrom(checkpoint(run, scoringId)));
                run.submit(feedback.restoredFrom(checkpoint(run, feedbackId)));

                await("a prediction for each event")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);
                long end = CardRows.time(rows.get(EVENTS - 1));
                long matured = rows.stream()
                        .filter(row -> CardRows.time(row) + WEEK <= end - 60_000)
                        .count();
                await("an example for each matured event")
                        .atMost(LIMIT)
                        .until(() -> firstRevisions(examples.poll()) >= matured);
                // What a killed transaction left behind would come now: one more checkpoint's time is given to it.
                await().during(Duration.ofSeconds(3))
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() == EVENTS);

                assertOnePredictionForEach(rows, predictions.poll());
                assertSameVectors(predictions.poll(), examples.poll());
            }
        }
    }

    private static boolean hasCheckpoint(CardFraudRun run, String job) {
        return run.stack().flink().latestCheckpoint(job).isPresent();
    }

    private static String checkpoint(CardFraudRun run, String job) {
        return run.stack().flink().latestCheckpoint(job).orElseThrow().toString();
    }

    private static long firstRevisions(List<LabelledExample> examples) {
        return examples.stream().filter(example -> example.revision() == 1).count();
    }

    private static void assertOnePredictionForEach(List<String[]> rows, List<Prediction> predictions) {
        assertThat(predictions).hasSize(rows.size());
        assertThat(predictions.stream().map(Prediction::eventId).collect(Collectors.toSet()))
                .isEqualTo(rows.stream().map(row -> row[0]).collect(Collectors.toSet()));
    }

    private static void assertSameVectors(List<Prediction> predictions, List<LabelledExample> examples) {
        Map<String, Prediction> byId =
                predictions.stream().collect(Collectors.toMap(Prediction::id, Function.identity()));
        List<String> revisions = examples.stream()
                .map(example -> example.predictionId() + " " + example.revision())
                .toList();
        assertThat(revisions).doesNotHaveDuplicates();
        for (LabelledExample example : examples) {
            double[] scored = byId.get(example.predictionId()).vector();
            assertThat(Arrays.equals(example.vector(), scored))
                    .as(example.eventId())
                    .isTrue();
        }
    }
}
