package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops the scoring job with a savepoint and goes on from it with another parallelism. */
class SavepointIT {
    private static final int EVENTS = 40_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void aRestartFromASavepointKeepsStateAndLosesNothing(@TempDir Path state) throws Exception {
        List<String[]> rows = CardRows.first(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            run.train(rows, Duration.ofDays(2), Duration.ofDays(1));
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                String job = run.submit(run.scoring(1));
                producer.sendAll(rows.subList(0, EVENTS / 2));
                await("half of the predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS / 4);
                String savepoint = run.flink().stopWithSavepoint(job);

                producer.sendAll(rows.subList(EVENTS / 2, EVENTS));
                run.submit(run.scoring(2).restoredFrom(savepoint));
                await("all predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);

                assertThat(predictions.poll()).hasSize(EVENTS);
                assertCountsGoOn(
                        rows, predictions.poll(), run.pipeline().inputs().indexOf("card.count_30d"));
            }
        }
    }

    /** In less than 30 days a customer's count is the number of their transactions so far: state that was lost would show. */
    private static void assertCountsGoOn(List<String[]> rows, List<Prediction> predictions, int count30d) {
        Map<String, Double> counts = new HashMap<>();
        predictions.forEach(
                prediction -> counts.put(prediction.eventId(), prediction.vector()[count30d]));
        Map<String, Integer> expected = new HashMap<>();
        double[] wanted = new double[rows.size()];
        double[] found = new double[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            wanted[i] = expected.merge(rows.get(i)[2], 1, Integer::sum);
            found[i] = counts.get(rows.get(i)[0]);
        }
        assertThat(Arrays.stream(wanted).max().orElseThrow()).isGreaterThan(5);
        assertThat(found).isEqualTo(wanted);
    }
}
