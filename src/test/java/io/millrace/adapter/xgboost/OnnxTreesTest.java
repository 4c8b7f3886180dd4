package io.millrace.adapter.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.xgboost.TreeEnsemble.Split;
import io.millrace.model.ModelDigest;
import io.millrace.onnx.OnnxBatch;
import io.millrace.onnx.OnnxModel;
import io.millrace.onnx.OnnxValue;
import io.millrace.onnx.TensorBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime gives XGBoost's margins to the bit. */
class OnnxTreesTest {
    private static final int WIDTH = 7;
    private static final int ROWS = 20_000;
    private static final String FINGERPRINT = "f00d";

    @ParameterizedTest(name = "seed {0}: {1} trees of depth {2}, {3} of rows positive, {4} of values missing")
    @CsvSource({
        "1, 100, 6, 0.01, 0.1",
        "2, 100, 6, 0.01, 0",
        "3, 30, 10, 0.3, 0.3",
        "4, 200, 3, 0.5, 0.05",
        "5, 1, 1, 0.9, 0.5",
        "6, 40, 6, 0.0003, 0.02",
    })
    void marginsEqualXgboostsToTheBit(long seed, int trees, int depth, double positives, double missing) {
        Examples examples = examples(new Random(seed), ROWS, positives, missing);
        try (BoostedTrees booster = BoostedTrees.train(examples, new Hyperparameters(trees, depth, 0.1, 1, seed))) {
            TreeEnsemble ensemble = SavedModel.read(booster.json());
            float[] rows = awkwardRows(new Random(seed + 100), ensemble);

            assertSameBits(run(OnnxTrees.write(ensemble, Map.of()), "margin", rows), booster.margins(rows));
        }
    }

    @Test
    void aVectorsScoreDoesNotDependOnItsBatch() {
        try (BoostedTrees booster =
                BoostedTrees.train(examples(new Random(1), ROWS, 0.1, 0.1), Hyperparameters.DEFAULT)) {
            TreeEnsemble ensemble = SavedModel.read(booster.json());
            byte[] artefact = OnnxTrees.write(ensemble, Map.of("millrace.fingerprint", FINGERPRINT));
            float[] rows = awkwardRows(new Random(2), ensemble);
            float[] alone = scores(artefact, rows, 1);

            for (int batch : new int[] {2, 3, 7, 8, 31, 32, 33, 64, 100, 511, 512}) {
                assertSameBits(scores(artefact, rows, batch), alone);
            }
            assertCloseToLogistic(alone, booster.margins(rows));
        }
    }

    @Test
    void trainingAgainGivesTheSameBytes() {
        assertThat(trained()).isEqualTo(trained());
    }

    @Test
    void metadataTellsWhatTheModelIsFor() {
        byte[] artefact =
                OnnxTrees.write(new TreeEnsemble(1, 0.5f, List.of()), Map.of("millrace.inputs", "a,b", "a", "z"));
        try (OnnxModel model = OnnxModel.open(artefact, ModelDigest.of(artefact))) {
            assertThat(model.metadata()).isEqualTo(Map.of("millrace.inputs", "a,b", "a", "z"));
            assertThat(model.outputs()).extracting(OnnxValue::name).containsExactly("score", "margin");
        }
        assertThat(run(artefact, "margin", new float[] {7})).containsExactly(0.5f);
    }

    @Test
    void thresholdsKeepTheirBits() {
        // 1.00000017881393432617187499 lies just below the middle of two floats: by way of a double it is the middle,
        // and up.
        String json = tree("1.00000017881393432617187499");

        assertThat(((Split) SavedModel.read(json).trees().get(0).nodes().get(0)).threshold())
                .isEqualTo(Math.nextUp(1f));
    }

    private static String tree(String threshold) {
        Examples examples = examples(new Random(1), 2_000, 0.5, 0);
        try (BoostedTrees booster = BoostedTrees.train(examples, new Hyperparameters(1, 1, 0.1, 1, 1))) {
            return booster.json().replaceFirst("(\"split_conditions\":\\[)[^,]*", "$1" + threshold);
        }
    }

    private static byte[] trained() {
        Examples examples = examples(new Random(9), ROWS, 0.02, 0.1);
        try (BoostedTrees booster = BoostedTrees.train(examples, Hyperparameters.DEFAULT)) {
            return OnnxTrees.write(SavedModel.read(booster.json()), Map.of("b", "1", "a", "2"));
        }
    }

    /** Labels follow the first two features; columns differ in kind: normal, skewed, whole numbers, flags. */
    private static Examples examples(Random random, int rows, double positives, double missing) {
        Examples examples = new Examples(WIDTH);
        for (int row = 0; row < rows; row++) {
            boolean positive = random.nextDouble() < positives || row == 0;
            double[] vector = new double[WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                vector[i] = value(random, i, positive);
                if (random.nextDouble() < missing) {
                    vector[i] = Double.NaN;
                }
            }
            examples.add(vector, positive);
        }
        return examples;
    }

    private static double value(Random random, int column, boolean positive) {
        return switch (column % 4) {
            case 0 -> random.nextGaussian() + (positive ? 1 : 0);
            case 1 -> Math.exp(3 * random.nextGaussian()) * (positive ? 2 : 1);
            case 2 -> random.nextInt(20) - 10;
            default -> random.nextInt(2);
        };
    }

    /** Values on thresholds, next to them, zeros of both signs, missing ones, huge ones. */
    private static float[] awkwardRows(Random random, TreeEnsemble ensemble) {
        List<List<Float>> thresholds = new ArrayList<>();
        for (int i = 0; i < WIDTH; i++) {
            thresholds.add(new ArrayList<>(List.of(0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE)));
        }
        ensemble.trees().stream().flatMap(tree -> tree.nodes().stream()).forEach(node -> {
            if (node instanceof Split split) {
                thresholds.get(split.feature()).add(split.threshold());
            }
        });
        float[] rows = new float[ROWS * WIDTH];
        for (int i = 0; i < rows.length; i++) {
            List<Float> special = thresholds.get(i % WIDTH);
            float threshold = special.get(random.nextInt(special.size()));
            rows[i] = switch (random.nextInt(6)) {
                case 0 -> Float.NaN;
                case 1, 2 -> threshold;
                case 3 -> finite(Math.nextUp(threshold));
                case 4 -> finite(Math.nextDown(threshold));
                default -> (float) value(random, i % WIDTH, random.nextBoolean());
            };
        }
        return rows;
    }

    private static float finite(float value) {
        return Math.max(-Float.MAX_VALUE, Math.min(value, Float.MAX_VALUE));
    }

    private static float[] run(byte[] artefact, String output, float[] rows) {
        try (OnnxModel model = OnnxModel.open(artefact, ModelDigest.of(artefact))) {
            OnnxValue input = model.inputs().get(0);
            OnnxValue named = model.outputs().stream()
                    .filter(value -> value.name().equals(output))
                    .findAny()
                    .orElseThrow();
            float[] result = new float[rows.length / input.width()];
            TensorBuffer from = TensorBuffer.allocate(input, result.length);
            TensorBuffer to = TensorBuffer.allocate(named, result.length);
            from.floats().put(0, rows);
            try (OnnxBatch batch = model.bind(List.of(from), List.of(to))) {
                batch.run(result.length);
            }
            to.floats().get(0, result);
            return result;
        }
    }

    private static float[] scores(byte[] artefact, float[] rows, int batch) {
        float[] scores = new float[rows.length / WIDTH];
        try (OnnxScorer scorer = OnnxScorer.open(artefact, ModelDigest.of(artefact), FINGERPRINT, WIDTH, batch)) {
            for (int start = 0; start < scores.length; start += batch) {
                int size = Math.min(batch, scores.length - start);
                scorer.input().put(0, rows, start * WIDTH, size * WIDTH);
                scorer.run(size);
                for (int row = 0; row < size; row++) {
                    scores[start + row] = scorer.score(row);
                }
            }
        }
        return scores;
    }

    private static void assertSameBits(float[] found, float[] expected) {
        int[] foundBits = bits(found);
        int[] expectedBits = bits(expected);
        assertThat(foundBits).hasSameSizeAs(expectedBits);
        int differing = 0;
        for (int row = 0; row < foundBits.length; row++) {
            differing += foundBits[row] == expectedBits[row] ? 0 : 1;
        }
        assertThat(differing).as("rows that differ by a bit").isZero();
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static void assertCloseToLogistic(float[] scores, float[] margins) {
        for (int row = 0; row < scores.length; row++) {
            assertThat((double) scores[row]).isCloseTo(1 / (1 + Math.exp(-margins[row])), within(1e-6));
        }
    }
}
