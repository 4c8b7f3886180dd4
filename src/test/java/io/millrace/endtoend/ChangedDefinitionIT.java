package io.millrace.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.model.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goes on from a savepoint with a changed definition and another number of subtasks: what stays is right to the bit, what is new is missing while it warms, and no event is lost. */
class ChangedDefinitionIT {
    private static final Path OLD = Scripts.definition("every-aggregate");
    private static final int HISTORY = 12_000;
    private static final int EVENTS = 8_000;
    private static final String FEW_IN_MEMORY = "state.in-memory=10";
    private static final String WARMING = "card.small";
    private static final long WINDOW = Duration.ofDays(2).toMillis();
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final List<String[]> rows = CardRows.simulated(HISTORY);
    private final List<String[]> events = rows.subList(0, EVENTS);

    /** One feature that needs other rows, one of rows that are kept, one less, some with other names, the sets and some features in another order. */
    private static Path changed() throws IOException {
        String old = Files.readString(OLD);
        int card = old.indexOf("  card:\n");
        int terminal = old.indexOf("  terminal:\n");
        int pair = old.indexOf("  pair:\n");
        int transaction = old.indexOf("  transaction:\n");
        String changed = old.substring(0, card)
                + old.substring(pair, transaction)
                + old.substring(terminal, pair)
                + changedCard(old.substring(card, terminal))
                + old.substring(transaction);
        return Files.writeString(
                Path.of("target", "changed-definition.yaml"),
                replaced(changed, "[card.*, terminal.*, pair.*,", "[pair.*, terminal.*, card.*,"));
    }

    private static String changedCard(String card) {
        String without = replaced(card, "    kurtosis: {kurtosis: amount, window: 7d}\n", "");
        String renamed = replaced(
                replaced(without, "    digits: {custom", "    numerals: {custom"),
                "    max: {max",
                "    most_paid: {max");
        return replaced(renamed, "    count: {count: all, windows: [1h, 1d, 7d, lifetime]}\n", """
                small: {sum: amount, where: amount < 20.0, window: 2d}
                sevens: {custom: first_digits, of: amount, parameters: {digit: 7}, window: 1d, empty: missing}
                count: {count: all, windows: [lifetime, 1h, 1d, 7d]}
            """);
    }

    private static String replaced(String text, String part, String replacement) {
        assertThat(text).contains(part);
        return text.replace(part, replacement);
    }

    @Test
    void whatStaysGoesOnAndWhatIsNewWarms(@TempDir Path state, @TempDir Path folder) throws Exception {
        Path changed = changed();
        try (CardFraudRun run = new CardFraudRun(state, 2)) {
            Scripts scripts = new Scripts(run, folder, OwnAggregate.jar(folder));
            scripts.train(OLD, rows);
            VectorFile before = scripts.vectors(OLD, events);
            VectorFile after = scripts.vectors(changed, events);
            try (CardProducer producer = run.producer();
                    TopicReader<Prediction> predictions = run.predictions()) {
                producer.sendAll(events.subList(0, EVENTS / 2));
                String job = scripts.submit(OLD, 2, null, FEW_IN_MEMORY);
                await("some of the predictions")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS / 4);
                String savepoint = run.flink().stopWithSavepoint(job);
                scripts.train(changed, rows);
                producer.sendAll(events.subList(EVENTS / 2, EVENTS));
                producer.sendLaterThan(events.get(EVENTS - 1));

                String unused = scripts.submit(changed, 1, savepoint, FEW_IN_MEMORY);

                await("a prediction for each event")
                        .atMost(LIMIT)
                        .until(() -> predictions.poll().size() >= EVENTS);
                assertThat(predictions.poll()).hasSize(EVENTS);
                assertThat(predictions.poll().stream().map(Prediction::eventId).collect(Collectors.toSet()))
                        .isEqualTo(before.values().keySet());
                assertVectors(predictions.poll(), before, after);
            }
        }
    }

    private void assertVectors(List<Prediction> predictions, VectorFile before, VectorFile after) {
        String old = predictions.get(0).featureFingerprint();
        Map<Boolean, List<Prediction>> byDefinition = predictions.stream()
                .collect(Collectors.partitioningBy(p -> p.featureFingerprint().equals(old)));
        byDefinition.get(true).forEach(before::assertSameVector);
        int warming = after.features().indexOf(WARMING);
        byDefinition.get(false).forEach(prediction -> after.assertSameVector(prediction, warming));
        assertWarms(byDefinition.get(false), after, warming);
    }

    /** Missing at first, right from when its window lies behind the restart, never undercounted. */
    private void assertWarms(List<Prediction> predictions, VectorFile expected, int feature) {
        long latest = CardRows.time(events.get(EVENTS / 2 - 1)) + WINDOW;
        int missing = 0;
        for (Prediction prediction : predictions) {
            double found = prediction.vector()[feature];
            if (Double.isNaN(found) && prediction.eventTime() < latest) {
                missing++;
            } else {
                assertThat(found)
                        .as("%s of %s", WARMING, prediction.eventId())
                        .isEqualTo(expected.value(prediction.eventId(), WARMING));
            }
        }
        assertThat(missing).isBetween(EVENTS / 8, predictions.size() - EVENTS / 8);
    }
}
