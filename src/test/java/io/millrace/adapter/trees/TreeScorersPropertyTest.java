package io.millrace.adapter.trees;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Mode;
import io.millrace.adapter.xgboost.TrainedTrees;
import io.millrace.model.ModelDigest;
import io.millrace.model.Scorer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random ensembles score to ONNX Runtime's bits; it is asked row by row for what the trees score in batches of all sizes. */
class TreeScorersPropertyTest {
    private static final int ROWS = 600;
    private static final int CAPACITY = 37;
    private static final List<Combination> COMBINATIONS = List.of(Combination.values());

    private static final List<List<Mode>> MODES = List.of(
            List.of(Mode.BRANCH_LT),
            List.of(Mode.BRANCH_LEQ),
            List.of(Mode.BRANCH_GT),
            List.of(Mode.BRANCH_GTE),
            List.of(Mode.BRANCH_EQ),
            List.of(Mode.BRANCH_NEQ),
            List.of(Mode.BRANCH_LEQ, Mode.BRANCH_EQ),
            List.of(Mode.values()));

    @Property(tries = 250)
    void regressorsScoreAsOnnxRuntime(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(12);
        Combination combination = COMBINATIONS.get(random.nextInt(COMBINATIONS.size()));
        OnnxEnsemble ensemble = OnnxEnsemble.regressor(width, trees(random, width, true), combination);
        if (random.nextBoolean()) {
            ensemble.base((float) random.nextGaussian());
        }
        if (random.nextBoolean()) {
            ensemble.then("Sigmoid");
        }
        assertSameBits(ensemble.bytes(), width, random, seed + " " + combination);
    }

    @Property(tries = 250)
    void rootedTreesScoreAsOnnxRuntime(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(12);
        Combination combination = COMBINATIONS.get(random.nextInt(COMBINATIONS.size()));
        List<TreeNode> trees = trees(random, width, true).stream()
                .filter(Branch.class::isInstance)
                .toList();
        Assume.that(!trees.isEmpty());
        OnnxEnsemble ensemble = OnnxEnsemble.rooted(width, trees, combination);
        if (random.nextBoolean()) {
            ensemble.then("Sigmoid");
        }
        assertSameBits(ensemble.bytes(), width, random, seed + " " + combination);
    }

    @Property(tries = 150)
    void classifiersScoreAsOnnxRuntime(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(12);
        boolean logistic = random.nextBoolean();
        List<Long> classes = List.of(List.of(0L), List.of(1L), List.of(0L, 1L)).get(random.nextInt(3));
        boolean negative = logistic || classes.contains(1L);
        OnnxEnsemble ensemble = OnnxEnsemble.classifier(
                width, trees(random, width, negative && random.nextBoolean()), logistic ? "LOGISTIC" : "NONE", classes);
        if (!classes.contains(1L) && random.nextBoolean()) {
            ensemble.base((float) random.nextGaussian());
        }
        ensemble.positive(List.of("Slice", "Gather", "ArrayFeatureExtractor").get(random.nextInt(3)));
        assertSameBits(ensemble.bytes(), width, random, seed + " " + logistic + " " + classes);
    }

    private static List<TreeNode> trees(Random random, int width, boolean negative) {
        List<Mode> modes = MODES.get(random.nextInt(MODES.size()));
        return new RandomTrees(random, width, modes, random.nextBoolean(), negative)
                .trees(1 + random.nextInt(50), 1 + random.nextInt(8));
    }

    private static void assertSameBits(byte[] artefact, int width, Random random, String as) throws Exception {
        TreeModel model = OnnxGraph.read(artefact);
        float[] rows = ProbeRows.of(model, ROWS);
        float[] scores = new float[ROWS];
        TreeScorer trees = new TreeScorer(CompiledTrees.of(model), CAPACITY, "trees", () -> {});
        for (int first = 0, size; first < ROWS; first += size) {
            size = Math.min(1 + random.nextInt(CAPACITY), ROWS - first);
            trees.input().put(0, rows, first * width, size * width);
            trees.run(size);
            for (int row = 0; row < size; row++) {
                scores[first + row] = trees.score(row);
            }
        }
        try (Scorer onnx = OnnxScorer.open(artefact, ModelDigest.of(artefact), TrainedTrees.FINGERPRINT, width, 1)) {
            for (int row = 0; row < ROWS; row++) {
                onnx.input().put(0, rows, row * width, width);
                onnx.run(1);
                assertThat(Float.floatToIntBits(scores[row]))
                        .as("seed %s, row %d: %s and %s", as, row, scores[row], onnx.score(0))
                        .isEqualTo(Float.floatToIntBits(onnx.score(0)));
            }
        }
    }
}
