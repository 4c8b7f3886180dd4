package io.millrace.adapter.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import io.millrace.adapter.xgboost.TrainedTrees;
import io.millrace.model.Attribution;
import io.millrace.model.Attribution.Method.OfTrees;
import io.millrace.model.Attribution.Shares;
import io.millrace.model.Attribution.Unavailable;
import io.millrace.model.ShapleyDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What inputs contributed is what XGBoost says, and what the definition of Shapley values says, summed up over all sets of inputs. */
class TreeContributionsTest {
    private static final double XGBOOST = 1e-5;
    private static final double EXACT = 1e-9;
    private static final int ROWS = 300;

    @ParameterizedTest(name = "{0} inputs, {1} trees of depth {2}")
    @CsvSource({"30, 100, 6", "12, 60, 9", "7, 200, 2", "20, 1, 6"})
    void areThoseOfXgboostAndAddUpToTheMargin(int width, int trees, int depth) throws Exception {
        byte[] artefact = TrainedTrees.onnx(width, trees, depth, 1);
        float[] rows = TrainedTrees.rows(width, ROWS, 1);
        float[][] expected = TrainedTrees.contributions(width, trees, depth, 1, rows);

        for (int row = 0; row < ROWS; row++) {
            float[] vector = Arrays.copyOfRange(rows, row * width, (row + 1) * width);
            Shares found = (Shares) of(artefact, names(width), vector);

            double margin = 0;
            for (int i = 0; i < width; i++) {
                assertThat(found.values().get(i)).isCloseTo(expected[row][i], within(XGBOOST));
                margin += expected[row][i];
            }
            assertThat(found.average()).isCloseTo(expected[row][width], within(XGBOOST));
            assertThat(found.margin()).isCloseTo(margin + expected[row][width], within(XGBOOST));
            assertThat(found.margin()).isCloseTo(margin(artefact, vector), within(XGBOOST));
            assertThat(found.isLogOdds()).isTrue();
        }
    }

    private static double margin(byte[] artefact, float[] vector) throws TreesRefusedException {
        TreeModel model = OnnxGraph.read(artefact);
        return model.trees().stream().mapToDouble(tree -> leaf(tree, vector)).sum() + model.base();
    }

    private static double leaf(TreeNode node, float[] vector) {
        if (node instanceof Leaf leaf) {
            return leaf.value();
        }
        Branch branch = (Branch) node;
        return leaf(branch.isTrue(vector[branch.feature()]) ? branch.whenTrue() : branch.whenFalse(), vector);
    }

    @Property(tries = 200)
    void areShapleyValuesByTheirDefinition(@ForAll long seed) {
        Random random = new Random(seed);
        int width = 1 + random.nextInt(5);
        List<TreeNode> trees = new RandomTrees(random, width, List.of(Mode.values()), true, true)
                .trees(3, 5).stream().map(tree -> covered(tree, random)).toList();
        Combination combination = random.nextBoolean() ? Combination.SUM : Combination.AVERAGE;
        byte[] artefact =
                OnnxEnsemble.regressor(width, trees, combination).base(0.25f).bytes();
        float[] vector = new float[width];
        for (int i = 0; i < width; i++) {
            vector[i] = random.nextInt(6) == 0 ? Float.NaN : (float) (5 * random.nextGaussian());
        }
        double scale = combination == Combination.AVERAGE ? 1.0 / 3 : 1;

        Shares found = (Shares) of(artefact, names(width), vector);

        for (int i = 0; i < width; i++) {
            double value = ShapleyDefinition.value(width, i, set -> worth(trees, vector, set));
            assertThat(found.values().get(i)).as("seed %s, input %s", seed, i).isCloseTo(scale * value, within(EXACT));
        }
        assertThat(found.average())
                .as("seed %s", seed)
                .isCloseTo(scale * worth(trees, vector, 0) + 0.25, within(EXACT));
        assertThat(found.isLogOdds()).isFalse();
    }

    /** The same tree with random covers; to some leaves no row came. */
    private static TreeNode covered(TreeNode node, Random random) {
        if (node instanceof Leaf leaf) {
            return new Leaf(leaf.value(), random.nextInt(9) / 8f);
        }
        Branch branch = (Branch) node;
        TreeNode whenTrue = covered(branch.whenTrue(), random);
        TreeNode whenFalse = covered(branch.whenFalse(), random);
        float cover = whenTrue.cover() + whenFalse.cover();
        return new Branch(
                branch.mode(),
                branch.feature(),
                branch.threshold(),
                branch.missingIsTrue(),
                cover == 0 ? new Leaf(1, 1) : whenTrue,
                cover == 0 ? new Leaf(2, 3) : whenFalse,
                cover == 0 ? 4 : cover);
    }

    /** The sum of the trees where the inputs of a set are known. */
    private static double worth(List<TreeNode> trees, float[] vector, int set) {
        return trees.stream().mapToDouble(tree -> worth(tree, vector, set)).sum();
    }

    private static double worth(TreeNode node, float[] vector, int set) {
        if (node instanceof Leaf leaf) {
            return leaf.value();
        }
        Branch branch = (Branch) node;
        if (ShapleyDefinition.isIn(set, branch.feature())) {
            boolean isTrue = branch.isTrue(vector[branch.feature()]);
            return worth(isTrue ? branch.whenTrue() : branch.whenFalse(), vector, set);
        }
        double part = (double) branch.whenTrue().cover() / branch.cover();
        double rest = (double) branch.whenFalse().cover() / branch.cover();
        return part * worth(branch.whenTrue(), vector, set) + rest * worth(branch.whenFalse(), vector, set);
    }

    @Test
    void areNotKnownWhereTheFileHasNoCovers() {
        TreeNode tree = new Branch(Mode.BRANCH_LT, 0, 1, false, new Leaf(1), new Leaf(2));

        assertThat(reason(OnnxEnsemble.regressor(1, List.of(tree), Combination.SUM)
                        .without("nodes_hitrates")))
                .isEqualTo(
                        "its file does not say how many of the training rows came to each node (nodes_hitrates); models that millrace train makes do");
    }

    @Test
    void areNotKnownWhereTheCoversAreNone() {
        TreeNode ones = new Branch(Mode.BRANCH_LT, 0, 1, false, new Leaf(1, 1), new Leaf(2, 1), 1);

        assertThat(reason(OnnxEnsemble.regressor(1, List.of(ones), Combination.SUM)))
                .isEqualTo(
                        "its nodes_hitrates are not how many of the training rows came to each node: 1.0 came to a branch, and 1.0 and 1.0 went on");
    }

    @Test
    void areNotKnownOfALargestTreeOrOfNoTrees() {
        TreeNode tree = new Branch(Mode.BRANCH_LT, 0, 1, false, new Leaf(1, 1), new Leaf(2, 1), 2);

        assertThat(reason(OnnxEnsemble.regressor(1, List.of(tree), Combination.MAX)))
                .startsWith("its trees are combined by MAX");
        assertThat(reason(OnnxEnsemble.regressor(1, List.of(tree), Combination.SUM)
                        .then("Neg")))
                .contains("is computed by Neg");
    }

    private static String reason(OnnxEnsemble ensemble) {
        return ((Unavailable) of(ensemble.bytes(), List.of("f0"), new float[1])).reason();
    }

    @Test
    void areThoseOfTheFeaturesThatTheModelsMetadataNames() {
        TreeNode tree = new Branch(Mode.BRANCH_LT, 0, 1, false, new Leaf(1, 3), new Leaf(5, 1), 4);
        byte[] artefact = OnnxEnsemble.regressor(1, List.of(tree), Combination.SUM)
                .metadata("millrace.input.vector", "f2")
                .bytes();

        assertThat(of(artefact, List.of("f0", "f1", "f2"), new float[] {9, 9, 0}))
                .isEqualTo(new Shares(2, List.of(0.0, 0.0, -1.0), false, new OfTrees()));
        assertThat(of(artefact, List.of("f0", "f1"), new float[2]))
                .isEqualTo(new Unavailable(
                        "it takes 1 inputs, and it can't be told which of the 2 features of the vector they are"));
    }

    private static Attribution of(byte[] artefact, List<String> names, float[] vector) {
        double[] values = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            values[i] = vector[i];
        }
        return TreeContributions.of(artefact, names, values);
    }

    private static List<String> names(int width) {
        return IntStream.range(0, width).mapToObj(i -> "f" + i).toList();
    }
}
