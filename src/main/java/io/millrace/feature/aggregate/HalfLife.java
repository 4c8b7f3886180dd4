package io.millrace.feature.aggregate;

/**
 * Time counted in half-lives: a whole number, and 2 to the power of the fraction, from 1 to 2, with a relative error below 2^-51. The same bits on every machine.
 */
final class HalfLife {
    private static final int PARTS = 64;
    private static final double LOG_OF_PART = Math.scalb(0.6931471805599453, -6);
    /** 2^(i/64); the last one is for fractions that round up to 1. */
    private static final double[] POWERS = powers();

    private final long millis;

    /** @param millis at least 1 */
    HalfLife(long millis) {
        if (millis < 1) {
            throw new IllegalArgumentException("a half-life of " + millis + " ms; at least 1 ms");
        }
        this.millis = millis;
    }

    private static double[] powers() {
        double[] powers = new double[PARTS + 1];
        for (int i = 0; i <= PARTS; i++) {
            powers[i] = StrictMath.pow(2, (double) i / PARTS);
        }
        return powers;
    }

    /** How many whole half-lives there are from the epoch to a time, or to before it where it is earlier. */
    long whole(long time) {
        return Math.floorDiv(time, millis);
    }

    /** 2 to the power of what {@link #whole} leaves out, by a table and the exponential series. */
    double weight(long time) {
        double parts = (double) Math.floorMod(time, millis) * PARTS / millis;
        int part = (int) parts;
        double y = (parts - part) * LOG_OF_PART;
        double series = y * (1 + y * (1 / 2.0 + y * (1 / 6.0 + y * (1 / 24.0 + y * (1 / 120.0 + y * (1 / 720.0))))));
        return POWERS[part] + POWERS[part] * series;
    }
}
