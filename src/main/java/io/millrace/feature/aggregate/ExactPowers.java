package io.millrace.feature.aggregate;

/**
 * Adds powers of doubles to exact sums without rounding: as sums of doubles that fused multiply-add splits products into (T. J. Dekker's product), of the number scaled to between 1
 * and 2, so that nothing over- or underflows.
 */
final class ExactPowers {
    private ExactPowers() {}

    /**
     * Adds {@code sign * x^power}.
     *
     * @param power 1 to 4
     * @param sign 1 or -1
     * @throws IllegalArgumentException where x is NaN or infinite
     */
    static void add(ExactSums sums, int edge, double x, int power, int sign) {
        if (power == 1 || !Double.isFinite(x)) {
            sums.add(edge, sign * x);
            return;
        }
        int exponent = Math.getExponent(x);
        double scaled = exponent < Double.MIN_EXPONENT ? x * 0x1p1023 : Math.scalb(x, -exponent);
        addScaled(sums, edge, scaled, power, sign, (long) exponent * power);
    }

    private static void addScaled(ExactSums sums, int edge, double x, int power, int sign, long exponent) {
        double square = x * x;
        double rest = Math.fma(x, x, -square);
        switch (power) {
            case 2 -> addProduct(sums, edge, x, sign * x, exponent);
            case 3 -> {
                addProduct(sums, edge, square, sign * x, exponent);
                addProduct(sums, edge, rest, sign * x, exponent);
            }
            case 4 -> {
                addProduct(sums, edge, square, sign * square, exponent);
                addProduct(sums, edge, 2 * square, sign * rest, exponent);
                addProduct(sums, edge, rest, sign * rest, exponent);
            }
            default -> throw new IllegalArgumentException("power " + power + "; from 1 to 4");
        }
    }

    private static void addProduct(ExactSums sums, int edge, double a, double b, long exponent) {
        double product = a * b;
        sums.add(edge, product, exponent);
        sums.add(edge, Math.fma(a, b, -product), exponent);
    }
}
