package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every aggregate, one from a user's own jar among them, on a cluster with two subtasks: to the bit what the command line computes from a file. */
class EveryAggregateIT {
    private static final Path DEFINITION = Scripts.definition("every-aggregate");
    private static final int EVENTS = 12_000;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void theClustersVectorsAreThoseOfTheCommandLine(@TempDir Path state, @TempDir Path folder) throws Exception {
        List<String[]> rows = CardRows.simulated(EVENTS);
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            Scripts scripts = new Scripts(run, folder, OwnAggregate.jar(folder));
            scripts.train(DEFINITION, rows);
            VectorFile expected = scripts.vectors(DEFINITION, rows);
            assertEveryFeatureVaries(expected);
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                producer.sendAll(rows);
                producer.sendLaterThan(rows.get(EVENTS - 1));

                String unused = scripts.submit(DEFINITION, 2, null, "state.in-memory=10");

                await("a prediction for each event")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);
                assertThat(predictions.poll().stream().map(Prediction::eventId).collect(Collectors.toSet()))
                        .isEqualTo(expected.values().keySet());
                predictions.poll().forEach(expected::assertSameVector);
                assertThat(predictions.poll()).hasSize(EVENTS);
            }
        }
    }

    /** A feature of one value alone would be no proof. */
    private static void assertEveryFeatureVaries(VectorFile vectors) {
        for (int i = 0; i < vectors.features().size(); i++) {
            int feature = i;
            assertThat(vectors.values().values().stream()
                            .mapToDouble(row -> row[feature])
                            .filter(value -> !Double.isNaN(value))
                            .distinct()
                            .count())
                    .as(vectors.features().get(i))
                    .isGreaterThan(1);
        }
    }
}
