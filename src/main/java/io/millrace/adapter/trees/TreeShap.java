package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import java.util.ArrayList;
import java.util.List;

/**
 * Exact Shapley values of the inputs of trees for one vector, as in Lundberg, Erion, Lee: <i>Consistent Individualized Feature Attribution for Tree Ensembles</i>, where an input that is not known sends a row both ways, in
 * proportion to the covers.
 *
 * <p>To a leaf leads a path of branches. Each input on it lets the vector pass or not (1 or 0), and where it is not known, a part of all rows (the product of its branches' cover ratios). What the leaf is worth to a set of known inputs
 * is the product over the path: a function of the inputs on the path alone, so that their Shapley values come from it in a sum over how many of the others are known. The values of a tree are the sums over its leaves.
 */
final class TreeShap {
    private final float[] vector;
    private final double[] values;
    private double average;

    TreeShap(float[] vector) {
        this.vector = vector.clone();
        this.values = new double[vector.length];
    }

    /**
     * What an input means for the way to a leaf.
     *
     * @param part of the rows that pass where it is not known
     * @param passes whether the vector does
     */
    private record Step(int feature, double part, boolean passes) {
        double known() {
            return passes ? 1 : 0;
        }
    }

    /** Adds a tree whose covers are known. */
    void add(TreeNode tree) {
        walk(tree, List.of());
    }

    /** The sum of the trees' leaves on average over all rows. */
    double average() {
        return average;
    }

    double value(int feature) {
        return values[feature];
    }

    private void walk(TreeNode node, List<Step> path) {
        if (node instanceof Leaf leaf) {
            share(leaf.value(), path);
            return;
        }
        Branch branch = (Branch) node;
        boolean isTrue = branch.isTrue(vector[branch.feature()]);
        walk(branch.whenTrue(), extended(path, branch, branch.whenTrue(), isTrue));
        walk(branch.whenFalse(), extended(path, branch, branch.whenFalse(), !isTrue));
    }

    private static List<Step> extended(List<Step> path, Branch branch, TreeNode child, boolean passes) {
        List<Step> steps = new ArrayList<>(path);
        Step step = new Step(branch.feature(), (double) child.cover() / branch.cover(), passes);
        for (int i = 0; i < steps.size(); i++) {
            Step before = steps.get(i);
            if (before.feature == step.feature) {
                steps.set(i, new Step(step.feature, before.part * step.part, before.passes && passes));
                return steps;
            }
        }
        steps.add(step);
        return steps;
    }

    private void share(double leaf, List<Step> path) {
        double part = leaf;
        for (Step step : path) {
            values[step.feature] += leaf * (step.known() - step.part) * weight(path, step);
            part *= step.part;
        }
        average += part;
    }

    /** What the other steps leave of a leaf, on average over all orders in which inputs become known. */
    private static double weight(List<Step> path, Step without) {
        double[] byKnown = new double[path.size()];
        byKnown[0] = 1;
        int others = 0;
        for (Step step : path) {
            if (step.feature != without.feature) {
                others++;
                for (int known = others; known > 0; known--) {
                    byKnown[known] = byKnown[known] * step.part + byKnown[known - 1] * step.known();
                }
                byKnown[0] *= step.part;
            }
        }
        double weight = 0;
        double choices = 1;
        for (int known = 0; known <= others; known++) {
            weight += byKnown[known] / choices;
            choices = choices * (others - known) / (known + 1);
        }
        return weight / path.size();
    }
}
