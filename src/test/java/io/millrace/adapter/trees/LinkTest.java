package io.millrace.adapter.trees;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.millrace.adapter.onnx.OnnxScorer;
import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import io.millrace.adapter.xgboost.TrainedTrees;
import io.millrace.model.ModelDigest;
import io.millrace.model.Scorer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The logistic functions have the bits of ONNX Runtime's, over all margins. {@code -Dmillrace.every=1} compares every float. */
class LinkTest {
    private static final int BATCH = 4_096;

    /** Every so many floats; no power of two, so that all low bits occur. */
    private static final int EVERY = Integer.getInteger("millrace.every", 4_099);

    private static final int LEAVES = 1 << 14;

    @Test
    void sigmoidIsThatOfTheOperator() throws Exception {
        byte[] artefact = sigmoid();
        int[] bits = new int[BATCH];
        try (Scorer onnx = open(artefact, BATCH)) {
            long next = Integer.MIN_VALUE;
            while (next <= Integer.MAX_VALUE) {
                int rows = 0;
                for (; rows < BATCH && next <= Integer.MAX_VALUE; rows++, next += EVERY) {
                    bits[rows] = (int) next;
                    onnx.input().put(rows, Float.intBitsToFloat(bits[rows]));
                }
                onnx.run(rows);
                for (int row = 0; row < rows; row++) {
                    check(Link.SIGMOID, Float.intBitsToFloat(bits[row]), onnx.score(row));
                }
            }
        }
    }

    @Test
    void logisticIsThatOfThePostTransform() {
        int seeds = EVERY == 1 ? 100 : 3;
        for (int seed = 0; seed < seeds; seed++) {
            Random random = new Random(seed);
            float[] margins = new float[LEAVES];
            for (int i = 0; i < LEAVES; i++) {
                margins[i] = i % 2 == 0 ? (float) (4 * random.nextGaussian()) : 220 * random.nextFloat() - 110;
            }
            byte[] artefact = OnnxEnsemble.classifier(1, List.of(tree(margins, 0, LEAVES)), "LOGISTIC", List.of(0L))
                    .positive("Gather")
                    .bytes();
            try (Scorer onnx = open(artefact, LEAVES)) {
                for (int i = 0; i < LEAVES; i++) {
                    onnx.input().put(i, i);
                }
                onnx.run(LEAVES);
                for (int i = 0; i < LEAVES; i++) {
                    check(Link.LOGISTIC, margins[i], onnx.score(i));
                }
            }
        }
    }

    private static void check(Link link, float margin, float expected) {
        float found = link.apply(margin);
        if (Float.floatToIntBits(found) != Float.floatToIntBits(expected)) {
            assertThat(found).as("%s of %s", link, margin).isEqualTo(expected);
        }
    }

    /** Finds the leaf whose number is the only input. */
    private static TreeNode tree(float[] leaves, int from, int to) {
        if (to - from == 1) {
            return new Leaf(leaves[from]);
        }
        int middle = (from + to) / 2;
        return new Branch(Mode.BRANCH_LT, 0, middle, false, tree(leaves, from, middle), tree(leaves, middle, to));
    }

    /** A graph that is a Sigmoid and nothing else. */
    private static byte[] sigmoid() throws Exception {
        ModelProto.Builder model = ModelProto.parseFrom(OnnxEnsemble.regressor(1, List.of(new Leaf(0)), Combination.SUM)
                        .then("Sigmoid")
                        .bytes())
                .toBuilder();
        model.getGraphBuilder().removeNode(0).getNodeBuilder(0).setInput(0, "vector");
        return model.build().toByteArray();
    }

    private static Scorer open(byte[] artefact, int capacity) {
        return OnnxScorer.open(artefact, ModelDigest.of(artefact), TrainedTrees.FINGERPRINT, 1, capacity);
    }
}
