package io.millrace.adapter.trees;

/** A place in a tree. Branches may share what lies below them. */
sealed interface TreeNode {
    /** What is not known of a node. */
    float UNKNOWN = Float.NaN;

    /** How much of the training rows came here, in a unit of the training's; {@link #UNKNOWN} where the file does not say. */
    float cover();

    /**
     * Ends a path.
     *
     * @param value finite
     */
    record Leaf(float value, float cover) implements TreeNode {
        /** One whose cover is not known. */
        Leaf(float value) {
            this(value, UNKNOWN);
        }

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
    record Branch(
            Mode mode,
            int feature,
            float threshold,
            boolean missingIsTrue,
            TreeNode whenTrue,
            TreeNode whenFalse,
            float cover)
            implements TreeNode {
        /** One whose cover is not known. */
        Branch(Mode mode, int feature, float threshold, boolean missingIsTrue, TreeNode whenTrue, TreeNode whenFalse) {
            this(mode, feature, threshold, missingIsTrue, whenTrue, whenFalse, UNKNOWN);
        }

        /** Whether a value goes the way of true. */
        boolean isTrue(float value) {
            return (missingIsTrue && Float.isNaN(value)) || mode.holds(value, threshold);
        }

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
        BRANCH_NEQ;

        /** The comparison; of NaN it holds for {@link #BRANCH_NEQ} alone. */
        boolean holds(float value, float threshold) {
            return switch (this) {
                case BRANCH_LT -> value < threshold;
                case BRANCH_LEQ -> value <= threshold;
                case BRANCH_GT -> value > threshold;
                case BRANCH_GTE -> value >= threshold;
                case BRANCH_EQ -> value == threshold;
                case BRANCH_NEQ -> value != threshold;
            };
        }
    }
}
