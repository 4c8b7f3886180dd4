package io.millrace.adapter.trees;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.xgboost.TrainedTrees;
import io.millrace.model.ModelDigest;
import io.millrace.model.Scorer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that XGBoost trained are served by trees, and score rows that they have not seen to ONNX Runtime's bits. */
class TrainedTreesTest {
    private static final int ROWS = 50_000;
    private static final int BATCH = 32;

    @ParameterizedTest(name = "{0} inputs, {1} trees of depth {2}")
    @CsvSource({"30, 100, 6", "12, 60, 9", "7, 200, 2", "20, 1, 6"})
    void scoreToTheSameBits(int width, int trees, int depth) {
        byte[] artefact = TrainedTrees.onnx(width, trees, depth, 1);
        String digest = ModelDigest.of(artefact);
        float[] rows = TrainedTrees.rows(width, ROWS, 1);
        Scorer chosen = TreeScorers.preferred(open(artefact, width), artefact, digest, rows);
        assertThat(chosen).isInstanceOf(TreeScorer.class);

        int differing = 0;
        try (Scorer onnx = open(artefact, width)) {
            for (int first = 0; first < ROWS; first += BATCH) {
                int size = Math.min(BATCH, ROWS - first);
                run(onnx, rows, first, size);
                run(chosen, rows, first, size);
                for (int row = 0; row < size; row++) {
                    int expected = Float.floatToRawIntBits(onnx.score(row));
                    differing += Float.floatToRawIntBits(chosen.score(row)) == expected ? 0 : 1;
                }
            }
        }
        assertThat(differing).as("rows that differ by a bit").isZero();
    }

    private static Scorer open(byte[] artefact, int width) {
        return OnnxScorer.open(artefact, ModelDigest.of(artefact), TrainedTrees.FINGERPRINT, width, BATCH);
    }

    private static void run(Scorer scorer, float[] rows, int first, int size) {
        scorer.input().put(0, rows, first * scorer.width(), size * scorer.width());
        scorer.run(size);
    }
}
