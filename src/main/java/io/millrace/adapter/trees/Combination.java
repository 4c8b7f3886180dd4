package io.millrace.adapter.trees;

/** How the leaves of a vector become one number, by ONNX's name. */
enum Combination {
    /** From zero, tree after tree. */
    SUM(0f, -0f),
    /** The sum, divided by the number of trees. */
    AVERAGE(0f, -0f),
    MIN(Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY),
    MAX(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);

    private final float start;
    private final float neutral;

    Combination(float start, float neutral) {
        this.start = start;
        this.neutral = neutral;
    }

    /** The number before the first leaf. */
    float start() {
        return start;
    }

    /** A leaf that changes no bit of the number that it is combined with. */
    float neutral() {
        return neutral;
    }

    float combine(float number, float leaf) {
        return switch (this) {
            case SUM, AVERAGE -> number + leaf;
            case MIN -> leaf < number ? leaf : number;
            case MAX -> leaf > number ? leaf : number;
        };
    }

    /** What the number becomes after the last of {@code trees} leaves. */
    float finish(float number, int trees) {
        return this == AVERAGE ? number / trees : number;
    }
}
