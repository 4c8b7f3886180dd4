package io.millrace.feature.aggregate;

/** The number {@code value * 2^exponent}, which may lie beyond the doubles. */
record Scaled(double value, long exponent) {
    /** A number that is not zero, as a value from 1 to 4 and an even exponent. */
    static Scaled of(double number) {
        int exponent = Math.getExponent(number) & ~1;
        return new Scaled(Math.scalb(number, -exponent), exponent);
    }

    /** {@code value * 2^exponent} as a double: infinite above their range, denormal or zero below it. */
    static double toDouble(double value, long exponent) {
        return Math.scalb(value, (int) Math.max(-10_000, Math.min(exponent, 10_000)));
    }
}
