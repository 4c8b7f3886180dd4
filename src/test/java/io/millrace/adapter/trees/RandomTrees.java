package io.millrace.adapter.trees;

import io.millrace.adapter.trees.TreeNode.Branch;
import io.millrace.adapter.trees.TreeNode.Leaf;
import io.millrace.adapter.trees.TreeNode.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trees of random shapes; thresholds repeat, and some are zeros, infinities and the least and greatest floats. */
final class RandomTrees {
    private static final float[] THRESHOLDS = {
        0f,
        -0f,
        1f,
        -1f,
        2.5f,
        3f,
        7f,
        Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY
    };

    private final Random random;
    private final int width;
    private final List<Mode> modes;
    private final boolean missing;
    private final boolean negative;

    /**
     * @param modes to choose from
     * @param missing whether missing values go their own way at some branches
     * @param negative whether leaves may be below zero
     */
    RandomTrees(Random random, int width, List<Mode> modes, boolean missing, boolean negative) {
        this.random = random;
        this.width = width;
        this.modes = modes;
        this.missing = missing;
        this.negative = negative;
    }

    List<TreeNode> trees(int count, int depth) {
        List<TreeNode> trees = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trees.add(node(random.nextInt(8) == 0 ? 0 : depth));
        }
        return trees;
    }

    private TreeNode node(int depth) {
        if (depth == 0 || random.nextInt(7) == 0) {
            return new Leaf(random.nextFloat() - (negative ? 0.5f : 0));
        }
        return new Branch(
                modes.get(random.nextInt(modes.size())),
                random.nextInt(width),
                random.nextBoolean()
                        ? THRESHOLDS[random.nextInt(THRESHOLDS.length)]
                        : (float) (10 * random.nextGaussian()),
                missing && random.nextBoolean(),
                node(depth - 1),
                node(depth - 1));
    }
}
