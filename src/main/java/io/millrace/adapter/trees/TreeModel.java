package io.millrace.adapter.trees;

import java.util.List;

/**
 * What an ONNX file says about its trees: the score of a vector is {@code link(combine(leaves) + base)}, all in floats.
 *
 * @param width the number of inputs
 * @param trees at least one, in the order in which their leaves are combined
 * @param base added last
 */
record TreeModel(int width, List<TreeNode> trees, Combination combination, float base, Link link) {
    TreeModel {
        trees = List.copyOf(trees);
        if (width < 1 || trees.isEmpty() || !Float.isFinite(base)) {
            throw new IllegalArgumentException("width " + width + ", " + trees.size() + " trees, base " + base
                    + "; expected at least 1, at least 1, finite");
        }
    }
}
