package io.millrace.adapter.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.store.FileModelStore;
import io.millrace.config.DefinitionException;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureKind;
import io.millrace.feature.FeaturePlan;
import io.millrace.model.ModelCard;
import io.millrace.pipeline.ModelSpec;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapTest {
    private static final Instant START = Instant.parse("2018-04-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final int TRAINING_ROWS = 5_000;
    private static final TrainingSpan SPAN = new TrainingSpan(
            START, START.plus(STEP.multipliedBy(TRAINING_ROWS)), STEP.multipliedBy(500), STEP.multipliedBy(1_000));
    private static final Hyperparameters SMALL = new Hyperparameters(20, 3, 0.3, 1, 1);
    private static final Pipeline PIPELINE = new Pipeline(
            "card-fraud",
            "",
            Map.of(),
            List.of(),
            new FeaturePlan(
                    0, List.of(), List.of(), List.of(feature("t.amount", 0), feature("t.noise", 1)), List.of(1, 0), 0),
            "f00d",
            new ModelSpec("fraud", 0.5, 0, Double.NaN, List.of("id"), null),
            null,
            "transactional",
            Map.of(),
            List.of(),
            Map.of());

    private final Path root;

    BootstrapTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void trainsMeasuresKeepsAndPromotesTheFirstModel() throws IOException {
        FileModelStore store = new FileModelStore(root.toString());

        ModelCard card =
                new Bootstrap(PIPELINE, store, SMALL).run(SPAN, rows(7_000).iterator());

        assertThat(card.rows()).isEqualTo(TRAINING_ROWS);
        assertThat(card.positives()).isBetween(150L, 350L);
        assertThat(card.inputs()).containsExactly("t.noise", "t.amount");
        assertThat(card.parameters()).containsEntry("max_depth", "3").containsEntry("num_boost_round", "20");
        assertThat(card.metrics()).containsEntry("holdout_rows", 1_000.0).containsEntry("threshold", 0.5);
        assertThat(card.metrics().get("auc")).isGreaterThan(0.95);
        assertThat(card.metrics())
                .containsKeys("average_precision", "log_loss", "precision", "recall", "holdout_positives");
        assertThat(store.champion("card-fraud")).isEqualTo(card.digest());
        assertThat(store.card("card-fraud", card.digest())).isEqualTo(card);
        assertFits(store.artefact("card-fraud", card.digest()), card);
    }

    @Test
    void leavesAChampionInItsPlace() throws IOException {
        FileModelStore store = new FileModelStore(root.toString());
        ModelCard first =
                new Bootstrap(PIPELINE, store, SMALL).run(SPAN, rows(7_000).iterator());

        ModelCard second = new Bootstrap(PIPELINE, store, new Hyperparameters(5, 2, 0.3, 1, 1))
                .run(SPAN, rows(7_000).iterator());

        assertThat(second.digest()).isNotEqualTo(first.digest());
        assertThat(store.champion("card-fraud")).isEqualTo(first.digest());
    }

    @Test
    void learnsNothingFromTheGapNorFromTheHoldout() throws IOException {
        FileModelStore store = new FileModelStore(root.toString());
        ModelCard all =
                new Bootstrap(PIPELINE, store, SMALL).run(SPAN, rows(7_000).iterator());

        ModelCard trainingOnly = new Bootstrap(PIPELINE, store, SMALL)
                .run(SPAN, rows(TRAINING_ROWS).iterator());

        assertThat(trainingOnly.digest()).isEqualTo(all.digest());
        assertThat(trainingOnly.metrics())
                .as("without a holdout nothing is measured")
                .isEqualTo(Map.of("holdout_rows", 0.0, "holdout_positives", 0.0, "threshold", 0.5));
    }

    @Test
    void stopsReadingAfterTheHoldout() throws IOException {
        Iterator<TrainingRow> rows = rows(7_000).iterator();

        new Bootstrap(PIPELINE, new FileModelStore(root.toString()), SMALL).run(SPAN, rows);

        assertThat(rows.next().eventTime())
                .isEqualTo(START.plus(STEP.multipliedBy(6_501)).toEpochMilli());
    }

    @Test
    void refusesTooFewRows() {
        assertRefused(
                rows(999),
                "training of card-fraud: 999 rows with \\d+ positives from 2018-04-01T00:00:00Z to 2018-04-04T11:20:00Z,"
                        + " expected at least 1000 rows; take a longer span or more data");
    }

    @Test
    void refusesToLearnWithoutPositives() {
        List<TrainingRow> negatives = rows(5_000).stream()
                .map(row -> new TrainingRow(row.eventTime(), row.vector(), 0))
                .toList();

        assertRefused(
                negatives,
                "training of card-fraud: 5000 rows with 0 positives from .* to .*, expected at least 10 positives; take a longer"
                        + " span, or check that the data has outcomes and the outcome section finds them");
    }

    @Test
    void refusesLabelsThatAreNoClass() {
        for (double label : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0.5}) {
            assertRefused(
                    List.of(new TrainingRow(START.toEpochMilli(), new double[2], label)),
                    "training of card-fraud: the row of 2018-04-01T00:00:00Z has the label " + label
                            + ", expected 0 or 1; check the outcome section");
        }
    }

    @Test
    void refusesValuesThatDoNotFitAFloat() {
        assertRefused(
                List.of(new TrainingRow(START.toEpochMilli(), new double[] {0, 1e39}, 0)),
                "training of card-fraud: the row of 2018-04-01T00:00:00Z has t.amount = 1.0E39, expected a number that fits a"
                        + " float, or NaN; bound the feature's expression");
    }

    private void assertRefused(List<TrainingRow> rows, String pattern) {
        FileModelStore store = new FileModelStore(root.toString());
        assertThatThrownBy(() -> new Bootstrap(PIPELINE, store, SMALL).run(SPAN, rows.iterator()))
                .isInstanceOf(DefinitionException.class)
                .hasMessageMatching(pattern);
        assertThat(root).isEmptyDirectory();
    }

    private static void assertFits(byte[] artefact, ModelCard card) {
        try (OnnxScorer scorer = OnnxScorer.open(artefact, card.digest(), "f00d", 2, 2)) {
            scorer.input().put(0, new float[] {0, 3, 0, -3});
            scorer.run(2);
            assertThat(scorer.score(0)).isGreaterThan(0.5f);
            assertThat(scorer.score(1)).isLessThan(0.1f);
        }
    }

    /** A row a minute; the label follows the amount. */
    private static List<TrainingRow> rows(int count) {
        Random random = new Random(1);
        return IntStream.range(0, count)
                .mapToObj(row -> {
                    double amount = random.nextGaussian();
                    double noise = row % 10 == 0 ? Double.NaN : random.nextGaussian();
                    double label = amount > 1.7 ? 1 : 0;
                    return new TrainingRow(
                            START.plus(STEP.multipliedBy(row)).toEpochMilli(), new double[] {noise, amount}, label);
                })
                .toList();
    }

    private static Feature feature(String name, int slot) {
        return new Feature(name, slot, FeatureKind.REAL, name);
    }
}
