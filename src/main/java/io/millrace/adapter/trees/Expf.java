package io.millrace.adapter.trees;

/**
 * The exponential of a float with the bits of the C library's {@code expf}: the algorithm of Arm's Optimized Routines, which
 * glibc (from 2.27) and musl have, where the processor has FMA.
 *
 * <p>{@code exp(x) = 2^(k/32) * exp(r)} with the integer k next to {@code 32 x / ln 2}, in doubles: the power is looked up,
 * the rest is a polynomial of third degree.
 */
final class Expf {
    private static final int STEPS = 32;
    private static final double STEPS_PER_UNIT = 0x1.71547652b82fep+0 * STEPS;
    // Added and taken away again, it rounds a double to an integer, which then also stands in the low bits.
    private static final double ROUNDING = 0x1.8p+52;
    private static final double CUBIC = 0x1.c6af84b912394p-5 / STEPS / STEPS / STEPS;
    private static final double SQUARE = 0x1.ebfce50fac4f3p-3 / STEPS / STEPS;
    private static final double LINEAR = 0x1.62e42ff0c52d6p-1 / STEPS;

    private static final float OVERFLOW = 0x1.62e42ep6f;
    private static final float UNDERFLOW = -0x1.9fe368p6f;

    // The bits of 2^(i/32), less i in the place of the exponent's fraction.
    private static final long[] POWERS = powers();

    private Expf() {}

    private static long[] powers() {
        long[] powers = new long[STEPS];
        for (int i = 0; i < STEPS; i++) {
            powers[i] = Double.doubleToRawLongBits(StrictMath.pow(2, (double) i / STEPS)) - ((long) i << 52) / STEPS;
        }
        return powers;
    }

    static float of(float x) {
        if (x > OVERFLOW) {
            return Float.POSITIVE_INFINITY;
        }
        if (x < UNDERFLOW) {
            return 0f;
        }
        double z = STEPS_PER_UNIT * x;
        double shifted = z + ROUNDING;
        long k = Double.doubleToRawLongBits(shifted);
        double r = z - (shifted - ROUNDING);
        double power = Double.longBitsToDouble(POWERS[(int) (k & (STEPS - 1))] + (k << (52 - 5)));
        double high = Math.fma(CUBIC, r, SQUARE);
        double low = Math.fma(LINEAR, r, 1);
        return (float) (Math.fma(high, r * r, low) * power);
    }
}
