package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random trees whose covers are those of a grid, a row for each combination of the features' values. There the features are independent, so that what is unknown has the same average whether a
 * tree takes it along its path or rows take it from each other.
 */
public final class GridTrees {
    private static final float[] VALUES = {-5, 0.5f, 5};
    private static final int TREES = 6;
    private static final int DEPTH = 5;

    private final List<double[]> rows = new ArrayList<>(List.of(new double[0]));
    private final List<TreeNode> trees;
    private final int width;

    public GridTrees(Random random, int width) {
        this.width = width;
        for (int feature = 0; feature < width; feature++) {
            List<double[]> shorter = List.copyOf(rows);
            rows.clear();
            for (double[] row : shorter) {
                for (float value : VALUES) {
                    double[] longer = Arrays.copyOf(row, row.length + 1);
                    longer[row.length] = value;
                    rows.add(longer);
                }
            }
        }
        this.trees = new RandomTrees(random, width, List.of(Mode.BRANCH_LT, Mode.BRANCH_LEQ), false, true)
                .trees(TREES, DEPTH).stream().map(tree -> covered(tree, rows)).toList();
    }

    /** The grid. */
    public List<double[]> rows() {
        return rows;
    }

    /** The trees as an ONNX file. */
    public byte[] onnx() {
        return OnnxEnsemble.regressor(width, trees, Combination.SUM).bytes();
    }

    /** Their sum. */
    public double margin(double[] vector) {
        return trees.stream().mapToDouble(tree -> leaf(tree, vector)).sum();
    }

    private static double leaf(TreeNode node, double[] vector) {
        if (node instanceof Leaf leaf) {
            return leaf.value();
        }
        Branch branch = (Branch) node;
        return leaf(isTrue(branch, vector) ? branch.whenTrue() : branch.whenFalse(), vector);
    }

    private static boolean isTrue(Branch branch, double[] vector) {
        return branch.isTrue((float) vector[branch.feature()]);
    }

    /** Where all rows go one way, the branch is left out. */
    private static TreeNode covered(TreeNode node, List<double[]> rows) {
        if (node instanceof Leaf leaf) {
            return new Leaf(leaf.value(), rows.size());
        }
        Branch branch = (Branch) node;
        List<double[]> there = rows.stream().filter(row -> isTrue(branch, row)).toList();
        List<double[]> elsewhere =
                rows.stream().filter(row -> !isTrue(branch, row)).toList();
        if (there.isEmpty() || elsewhere.isEmpty()) {
            return covered(there.isEmpty() ? branch.whenFalse() : branch.whenTrue(), rows);
        }
        return new Branch(
                branch.mode(),
                branch.feature(),
                branch.threshold(),
                branch.missingIsTrue(),
                covered(branch.whenTrue(), there),
                covered(branch.whenFalse(), elsewhere),
                rows.size());
    }
}
