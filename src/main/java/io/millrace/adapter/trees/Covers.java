package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;

/** Checks that what a file says of its nodes is how many of the training rows came there: exporters write other things there, such as 1 for each. */
final class Covers {
    // Of sums of floats in another order.
    private static final double EXACT = 1e-3;

    private Covers() {}

    /** @throws TreesRefusedException where they are not known, or are no covers */
    static void check(TreeNode node) throws TreesRefusedException {
        if (node instanceof Branch branch) {
            check(branch);
            check(branch.whenTrue());
            check(branch.whenFalse());
        }
    }

    private static void check(Branch branch) throws TreesRefusedException {
        float cover = branch.cover();
        if (Float.isNaN(cover)) {
            throw new TreesRefusedException(
                    "its file does not say how many of the training rows came to each node (nodes_hitrates); models that millrace train makes do");
        }
        double below = (double) branch.whenTrue().cover() + branch.whenFalse().cover();
        boolean isSum = Math.abs(below - cover) <= EXACT * cover;
        if (!isSum || !(branch.whenTrue().cover() >= 0 && branch.whenFalse().cover() >= 0 && cover > 0)) {
            throw new TreesRefusedException(
                    "its nodes_hitrates are not how many of the training rows came to each node: "
                            + cover + " came to a branch, and "
                            + branch.whenTrue().cover() + " and "
                            + branch.whenFalse().cover() + " went on");
        }
    }
}
