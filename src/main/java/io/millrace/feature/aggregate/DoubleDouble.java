package io.millrace.feature.aggregate;

/**
 * The number {@code high + low}, with about 106 bits: double-double arithmetic after T. J. Dekker, with fused multiply-add. {@code high} is the double nearest to the number.
 */
record DoubleDouble(double high, double low) {
    /** Sum of two numbers of which the first has the larger magnitude. */
    private static DoubleDouble ordered(double large, double small) {
        double sum = large + small;
        return new DoubleDouble(sum, small - (sum - large));
    }

    DoubleDouble plus(DoubleDouble other) {
        double sum = high + other.high;
        double part = sum - high;
        double lost = (high - (sum - part)) + (other.high - part);
        return ordered(sum, lost + (low + other.low));
    }

    DoubleDouble minus(DoubleDouble other) {
        return plus(new DoubleDouble(-other.high, -other.low));
    }

    DoubleDouble times(DoubleDouble other) {
        double product = high * other.high;
        double lost = Math.fma(high, other.high, -product);
        return ordered(product, Math.fma(high, other.low, Math.fma(low, other.high, lost)));
    }

    /** @param whole of a magnitude up to 2^53 */
    DoubleDouble times(long whole) {
        double factor = (double) whole;
        double product = high * factor;
        return ordered(product, Math.fma(low, factor, Math.fma(high, factor, -product)));
    }
}
