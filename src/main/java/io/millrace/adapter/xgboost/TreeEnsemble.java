package io.millrace.adapter.xgboost;

import java.util.List;

/**
 * Trees whose values at the leaves that a vector reaches are added, in order, to the base margin.
 *
 * @param width the number of features of a vector
 * @param base the margin before the first tree
 */
record TreeEnsemble(int width, float base, List<Tree> trees) {
    TreeEnsemble {
        trees = List.copyOf(trees);
    }

    /** @param nodes the root first; a node's number is its place */
    record Tree(List<Node> nodes) {
        Tree {
            nodes = List.copyOf(nodes);
        }
    }

    /** A place in a tree. */
    sealed interface Node {
        /** The sum of the second derivatives of the loss over the training rows that came here: how much of them passed. */
        float cover();
    }

    /**
     * Goes left when the feature is below the threshold.
     *
     * @param missingLeft where a missing value goes
     */
    record Split(int feature, float threshold, int left, int right, boolean missingLeft, float cover) implements Node {}

    /** Ends a path. */
    record Leaf(float value, float cover) implements Node {}
}
