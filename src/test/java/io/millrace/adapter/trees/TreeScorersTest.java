package io.millrace.adapter.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import io.millrace.model.Scorer;
import io.millrace.model.ScoringException;
import io.millrace.onnx.TinyModel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who serves a model, and why it is not trees. */
class TreeScorersTest {
    private static final List<TreeNode> STUMP =
            List.of(new Branch(Mode.BRANCH_LT, 0, 1f, false, new Leaf(2), new Leaf(3)));

    /** Scores the stump; can be made wrong for one input, or to fail. */
    private static final class Reference implements Scorer {
        private final FloatBuffer input = FloatBuffer.allocate(8);
        private float wrongAt = Float.NaN;
        private int wrongInRow = -1;
        private boolean fails;
        private int rows;
        private int closed;

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int capacity() {
            return 8;
        }

        @Override
        public FloatBuffer input() {
            return input;
        }

        @Override
        public void run(int count) {
            rows = count;
            if (fails) {
                throw new ScoringException("out of order", new IllegalStateException());
            }
        }

        @Override
        public float score(int row) {
            assertThat(row).isLessThan(rows);
            float value = input.get(row);
            return value == wrongAt || row == wrongInRow ? Math.nextUp(3f) : value < 1 ? 2 : 3;
        }

        @Override
        public String execution() {
            return "reference 1";
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private final Reference reference = new Reference();

    @Test
    void treesServeWhatTheyScoreToTheSameBits() {
        Scorer chosen = TreeScorers.preferred(reference, stump().bytes(), "d1", new float[] {7});

        assertThat(chosen).isInstanceOf(TreeScorer.class);
        assertThat(chosen.execution()).isEqualTo("millrace trees, bit for bit as reference 1");
        assertThat(chosen.width()).isEqualTo(1);
        assertThat(chosen.capacity()).isEqualTo(8);
        assertThat(reference.closed).isOne();
        chosen.input().put(0, new float[] {0, 1, Float.NaN});
        chosen.run(3);
        assertThat(IntStream.range(0, 3).mapToObj(chosen::score)).containsExactly(2f, 3f, 3f);
        assertThatThrownBy(() -> chosen.run(9)).hasMessage("9 rows; a batch has 1 to 8");
        assertThatThrownBy(() -> chosen.run(0)).hasMessage("0 rows; a batch has 1 to 8");
        chosen.close();
    }

    @Test
    void theComparisonOfAnOpenScorerStandsForTheNext() throws Exception {
        ProvenTrees.Key key = new ProvenTrees.Key("d1", 8, "reference 1");
        Scorer first = TreeScorers.preferred(reference, stump().bytes(), "d1", new float[0]);
        Reference another = new Reference();
        another.fails = true;
        Scorer second = TreeScorers.preferred(another, stump().bytes(), "d1", new float[0]);

        assertThat(second).isInstanceOf(TreeScorer.class);
        assertThat(another.closed).isOne();
        assertThat(ProvenTrees.users(key)).isEqualTo(2);
        first.close();
        first.close();
        assertThat(ProvenTrees.users(key)).isOne();
        second.input().put(0, new float[] {0, 1});
        second.run(2);
        assertThat(second.score(1)).isEqualTo(3f);
        second.close();
        assertThat(ProvenTrees.users(key)).isZero();
        Scorer third = TreeScorers.preferred(another, stump().bytes(), "d1", new float[0]);
        assertThat(third).as("compared anew, when nobody has it open").isSameAs(another);
        assertThat(ProvenTrees.users(key)).isZero();
    }

    @Test
    void theReferenceServesWhereABitDiffersOnAThreshold() {
        reference.wrongAt = 1;

        assertRefused(stump(), "probe row ", " of 4096 scores 3.0 in Java and 3.0000002 by the reference");
        assertThat(TreeScorers.preferred(reference, stump().bytes(), "d1", new float[0]))
                .isSameAs(reference);
        assertThat(reference.closed).isZero();
    }

    @Test
    void theReferenceServesWhereABitDiffersInAFullBatch() {
        reference.wrongInRow = 7;

        assertRefused(stump(), "probe row 35 of 4096 scores ", " by the reference");
    }

    @Test
    void theReferenceServesWhereABitDiffersOnASample() {
        reference.wrongAt = 77;

        assertThatThrownBy(() -> TreeScorers.proven(reference, stump().bytes(), new float[] {5, 77, 6}))
                .hasMessage("sample row 1 of 3 scores 3.0 in Java and 3.0000002 by the reference");
    }

    @Test
    void theReferenceServesWhereItFailsOnProbes() {
        reference.fails = true;

        assertRefused(stump(), "the reference fails on rows to compare: out of order");
    }

    @Test
    void otherGraphsAreRefused() {
        assertRefused(
                new TinyModel().metadata(Map.of()).bytes(1),
                "\"score\" is computed by ReduceSum; known are trees, then the choice of the positive class, Sigmoid and changes of"
                        + " the shape, each once");
        assertRefused(stump().then("Sigmoid").then("Sigmoid"), "\"margin_\" is computed by Sigmoid; known are ");
        assertRefused(stump().then("Exp"), "\"margin_\" is computed by Exp; known are ");
        assertRefused(new byte[] {1, 2, 3}, "it can't be parsed: ");
        assertRefused(new byte[0], "nothing computes \"score\"");
        assertRefused(
                stump().with(node -> node.setOpType("TreeEnsembleRanker")),
                "the trees are TreeEnsembleRanker \"trees\"; known are TreeEnsembleRegressor, TreeEnsembleClassifier, and");
        assertRefused(
                stump().with(node -> node.setInput(0, "other")),
                "the trees read \"other\"; expected the only input, float[N, width]");
        assertRefused(
                stump().positive("Gather"),
                "it takes a column of the scores of TreeEnsembleRegressor \"trees\"; a regressor of one target is known");
        assertRefused(
                classifier("LOGISTIC"),
                "the score is not the second column of the scores of TreeEnsembleClassifier \"trees\"");
    }

    @Test
    void otherTreesAreRefused() {
        assertRefused(
                stump().without("n_targets").with(node -> node.addAttribute(OnnxEnsemble.integer("n_targets", 2))),
                "its trees have 2 targets and the post transform NONE; known are 1 and NONE");
        assertRefused(
                stump().without("aggregate_function")
                        .with(node -> node.addAttribute(OnnxEnsemble.text("aggregate_function", "MEDIAN"))),
                "its trees' aggregate function is MEDIAN; known are SUM, AVERAGE, MIN and MAX");
        assertRefused(stump().base(Float.NaN), "its trees' base_values are [NaN]; known is one finite number or none");
        assertRefused(
                stump().without("nodes_values"),
                "nodes_values has 0 values for 3 nodes; known is one for each, as floats");
        assertRefused(
                stump().without("nodes_truenodeids")
                        .with(node ->
                                node.addAttribute(OnnxEnsemble.integers("nodes_truenodeids", List.of(9L, 0L, 0L)))),
                "node 0 of tree 0 leads to a node 9, which is not there");
        assertRefused(
                stump().without("nodes_truenodeids")
                        .with(node ->
                                node.addAttribute(OnnxEnsemble.integers("nodes_truenodeids", List.of(0L, 0L, 0L)))),
                "tree 0 is deeper than 512");
        assertRefused(
                stump().without("nodes_featureids")
                        .with(node ->
                                node.addAttribute(OnnxEnsemble.integers("nodes_featureids", List.of(1L, 0L, 0L)))),
                "node 0 of tree 0 compares feature 1 with 1.0; known are features up to 0 and numbers");
        assertRefused(
                stump().without("target_ids")
                        .with(node -> node.addAttribute(OnnxEnsemble.integers("target_ids", List.of(0L, 1L)))),
                "the weight of node 2 of tree 0 is null; known are finite ones");
        assertRefused(
                stump().without("target_nodeids")
                        .with(node -> node.addAttribute(OnnxEnsemble.integers("target_nodeids", List.of(1L, 1L)))),
                "node 1 of tree 0 has two weights");
    }

    @Test
    void otherRootedTreesAreRefused() {
        assertRefused(
                rooted(STUMP)
                        .without("n_targets")
                        .with(node -> node.addAttribute(OnnxEnsemble.integer("n_targets", 2))),
                "its trees have 2 targets and the post transform 0; known are 1 and 0, which is none");
        assertRefused(
                rooted(STUMP)
                        .without("aggregate_function")
                        .with(node -> node.addAttribute(OnnxEnsemble.integer("aggregate_function", 4))),
                "its trees' aggregate function is 4; known are 0 to 3");
        assertRefused(
                rooted(STUMP).without("nodes_splits"),
                "nodes_splits has 0 values for 1 nodes; known is one for each, as floats");
        assertRefused(
                rooted(List.of(STUMP.get(0), new Leaf(1))),
                "the two ways of node 1 lead to one leaf, which ONNX Runtime may read otherwise");
        assertRefused(
                rooted(STUMP)
                        .without("tree_roots")
                        .with(node -> node.addAttribute(OnnxEnsemble.integers("tree_roots", List.of(7L)))),
                "there is no node 7");
        assertRefused(
                rooted(STUMP)
                        .without("nodes_featureids")
                        .with(node -> node.addAttribute(OnnxEnsemble.integers("nodes_featureids", List.of(1L)))),
                "node 0 compares feature 1 with 1.0; known are features up to 0 and numbers");
        assertRefused(
                rooted(STUMP)
                        .without("nodes_truenodeids")
                        .with(node -> node.addAttribute(OnnxEnsemble.integers("nodes_truenodeids", List.of(5L)))),
                "leaf 5 of 2 has no finite weight");
    }

    @Test
    void otherClassifiersAreRefused() {
        assertRefused(
                classifier("SOFTMAX").positive("Slice"),
                "its trees have the post transform SOFTMAX; known are LOGISTIC without a Sigmoid, and NONE over");
        assertRefused(
                classifier("LOGISTIC").positive("Slice").then("Sigmoid"),
                "its trees have the post transform LOGISTIC and a Sigmoid follows; known are ");
        assertRefused(
                OnnxEnsemble.classifier(1, List.of(new Leaf(-1)), "NONE", List.of(0L))
                        .positive("Slice"),
                "its trees have the post transform NONE over weights of both signs; known are ");
        assertRefused(
                OnnxEnsemble.classifier(1, STUMP, "NONE", List.of(1L)).base(1).positive("Slice"),
                "its trees have base_values and weigh the second class; one or the other is known");
        assertRefused(
                classifier("NONE")
                        .positive("Slice")
                        .without("classlabels_int64s")
                        .with(node ->
                                node.addAttribute(OnnxEnsemble.integers("classlabels_int64s", List.of(0L, 1L, 2L)))),
                "its trees tell 3 classes apart; known are 2");
    }

    @Test
    void tooManyWaysToReadAVectorAreRefused() {
        List<TreeNode> stumps = IntStream.range(0, 4_096)
                .<TreeNode>mapToObj(i -> new Branch(Mode.BRANCH_EQ, 0, i, false, new Leaf(2), new Leaf(3)))
                .toList();

        assertRefused(
                OnnxEnsemble.regressor(1, stumps, Combination.SUM),
                "its branches read more than 4095 different combinations of a feature, a way for missing values and a value to"
                        + " equal");
    }

    @Test
    void probesStandOnThresholdsAndNextToThem() throws Exception {
        float[] rows = ProbeRows.of(OnnxGraph.read(stump().bytes()), 400);

        List<Float> values =
                IntStream.range(0, rows.length).mapToObj(i -> rows[i]).toList();
        assertThat(values)
                .contains(1f, Math.nextUp(1f), Math.nextDown(1f), 0f, -0f, Float.NaN)
                .contains(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(Arrays.equals(rows, ProbeRows.of(OnnxGraph.read(stump().bytes()), 400)))
                .isTrue();
    }

    private static OnnxEnsemble stump() {
        return OnnxEnsemble.regressor(1, STUMP, Combination.SUM);
    }

    private static OnnxEnsemble rooted(List<TreeNode> trees) {
        return OnnxEnsemble.rooted(1, trees, Combination.SUM);
    }

    private static OnnxEnsemble classifier(String transform) {
        return OnnxEnsemble.classifier(1, STUMP, transform, List.of(0L));
    }

    private void assertRefused(OnnxEnsemble ensemble, String... parts) {
        assertRefused(ensemble.bytes(), parts);
    }

    private void assertRefused(byte[] artefact, String... parts) {
        assertThatThrownBy(() -> TreeScorers.proven(reference, artefact, new float[0]))
                .isInstanceOfSatisfying(
                        TreesRefusedException.class,
                        e -> assertThat(e.getMessage()).startsWith(parts[0]).contains(parts));
    }
}
