package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.feedback.RankingQuality;
import io.millrace.governance.DeadLetter;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real flights through the jobs of jobs/flight-delay: a model that is better than any one input, a prediction for each flight, outcomes when flights have landed, and every prediction again from the topics. */
class FlightDelayIT {
    private static final int FLIGHTS = 30_000;
    private static final Duration TRAIN = Duration.ofHours(24);
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @Test
    void flightsArePredictedAndEveryPredictionComesOutAgainToTheBit(@TempDir Path state) throws Exception {
        assumeTrue(
                FlightFile.all().isPresent(),
                "no flights are tried: they are not there; scripts/fetch-flights fetches them");
        Path file = FlightFile.first(FlightFile.all().orElseThrow(), FLIGHTS, state.resolve("flights.csv"));
        try (CardFraudRun run = new CardFraudRun(state, 4, Path.of("jobs/flight-delay/pipeline.yaml"))) {
            ModelCard card = run.train(file, TRAIN, Duration.ofHours(12));
            FlightFile.send(run, file);
            run.submit(run.scoring(2, "source.idle=5s"));
            run.submit(run.feedback(2, "source.idle=5s"));
            try (TopicReader<Prediction> predictions = run.predictions();
                    TopicReader<LabelledExample> examples = run.examples();
                    TopicReader<DeadLetter> letters =
                            run.deadLetters(run.topics().deadLetters())) {
                await("a prediction for each flight")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= FLIGHTS);
                await("outcomes of flights after the training span")
                        .atMost(LIMIT)
                        .until(() -> examples.poll().size() > FLIGHTS * 2 / 3);

                assertThat(predictions.poll().stream().map(Prediction::eventId).distinct())
                        .hasSize(FLIGHTS);
                assertThat(letters.poll()).isEmpty();
                assertRanksBetterThanItsBestInput(card, examples.poll());
                assertThat(run.millrace(0, "replay"))
                        .isEqualTo(FLIGHTS + " of " + FLIGHTS + " predictions match to the bit\n");
            }
        }
    }

    private static void assertRanksBetterThanItsBestInput(ModelCard card, List<LabelledExample> examples) {
        String best = card.metrics().keySet().stream()
                .filter(name -> name.startsWith("auc_of_"))
                .findFirst()
                .orElseThrow();
        int column = card.inputs().indexOf(best.substring("auc_of_".length()));
        List<LabelledExample> later = examples.stream()
                .filter(example -> example.eventTime() >= card.trainedTo().toEpochMilli())
                .toList();
        float[] scores = new float[later.size()];
        float[] inputs = new float[later.size()];
        boolean[] late = new boolean[later.size()];
        for (int i = 0; i < scores.length; i++) {
            double input = later.get(i).vector()[column];
            scores[i] = later.get(i).score();
            inputs[i] = Double.isNaN(input) ? 0 : (float) input;
            late[i] = later.get(i).outcome() == Outcome.REPORTED;
        }
        assertThat(new RankingQuality(scores, late).auc()).isGreaterThan(new RankingQuality(inputs, late).auc() + 0.02);
    }
}
