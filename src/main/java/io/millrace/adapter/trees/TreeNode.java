package io.millrace.adapter.trees;

/** A place in a tree. Branches may share what lies below them. */
sealed interface TreeNode {
    /**
     * Ends a path.
     *
     * @param value finite
     */
    record Leaf(float value) implements TreeNode {
        public Leaf {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("a leaf of " + value + "; expected a finite number");
            }
        }
    }

    /**
     * Goes one way where {@code vector[feature] mode threshold} is true, and the other way where it is false.
     *
     * @param threshold not NaN
     * @param missingIsTrue whether NaN goes the way of true, whatever the comparison says
     */
    record Branch(Mode mode, int feature, float threshold, boolean missingIsTrue, TreeNode whenTrue, TreeNode whenFalse)
            implements TreeNode {
        public Branch {
            if (Float.isNaN(threshold) || feature < 0) {
                throw new IllegalArgumentException(
                        "feature " + feature + ", threshold " + threshold + "; expected at least 0, and a number");
            }
        }
    }

    /** A comparison, by ONNX's name. */
    enum Mode {
        BRANCH_LT,
        BRANCH_LEQ,
        BRANCH_GT,
        BRANCH_GTE,
        BRANCH_EQ,
        BRANCH_NEQ
    }
}
