package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.PartState;
import java.util.List;

/**
 * Reads variance, standard deviation, skewness or kurtosis from the exact sums of powers.
 *
 * <p>With n values and the sums S1 to S4 of their powers, the population's central moments are N2 / n^2, N3 / n^3 and so on, where N2 = n S2 - S1^2 and the others are polynomials like it.
 * These are computed in double-double arithmetic. Where most digits cancel, as for values that are equal, or where a double's range doesn't suffice, they are computed from the
 * exact sums instead. Either way the relative error is about 2^-50, and the result is a function of the sums alone.
 */
final class Moments implements Reading {
    /** What may cancel of the about 100 bits that are right in double-double arithmetic. */
    private static final double LEAST_SHARE = 0x1p-44;

    private static final double LEAST = 1e-200;
    private static final double MOST = 1e250;

    private final Plain kind;
    private final SumsAt count;
    private final List<SumsAt> sums;
    private final double empty;
    private final int slot;

    /** @param sums places of the sums of the first power, of the second and so on, as many as the kind needs */
    Moments(Plain kind, SumsAt count, List<SumsAt> sums, double empty, int slot) {
        this.kind = kind;
        this.count = count;
        this.sums = List.copyOf(sums);
        this.empty = empty;
        this.slot = slot;
    }

    @Override
    public void read(PartState[] parts, long time, double[] row) {
        long n = count.count(parts);
        row[slot] = n < 2 ? empty : value(parts, n);
    }

    private double value(PartState[] parts, long n) {
        Scaled second = second(parts, n);
        return switch (kind) {
            case VARIANCE -> variance(second, n);
            case STDDEV -> Math.sqrt(variance(second, n));
            case SKEWNESS -> second.value() == 0 ? empty : skewness(third(parts, n), second);
            case KURTOSIS -> second.value() == 0 ? empty : kurtosis(fourth(parts, n), second);
            default -> throw new IllegalArgumentException(kind + " isn't a moment");
        };
    }

    private static double variance(Scaled second, long n) {
        return Scaled.toDouble(second.value() / ((double) n * (n - 1)), second.exponent());
    }

    private static double skewness(Scaled third, Scaled second) {
        double value = third.value() / (second.value() * Math.sqrt(second.value()));
        return Scaled.toDouble(value, third.exponent() - second.exponent() / 2 * 3);
    }

    private static double kurtosis(Scaled fourth, Scaled second) {
        double value = fourth.value() / (second.value() * second.value());
        return Scaled.toDouble(value, fourth.exponent() - second.exponent() * 2);
    }

    /** n S2 - S1^2. */
    private Scaled second(PartState[] parts, long n) {
        DoubleDouble s1 = sum(parts, 1);
        DoubleDouble squares = sum(parts, 2).times(n);
        DoubleDouble square = s1.times(s1);
        DoubleDouble difference = squares.minus(square);
        if (isSettled(difference, squares.high() + square.high())) {
            return Scaled.of(difference.high());
        }
        Dyadic first = exact(parts, 1);
        return exact(parts, 2).times(n).minus(first.times(first)).scaled();
    }

    /** n^2 S3 - 3 n S1 S2 + 2 S1^3. */
    private Scaled third(PartState[] parts, long n) {
        DoubleDouble s1 = sum(parts, 1);
        DoubleDouble a = sum(parts, 3).times(n).times(n);
        DoubleDouble b = s1.times(sum(parts, 2)).times(n).times(3);
        DoubleDouble c = s1.times(s1).times(s1).times(2);
        DoubleDouble sum = a.minus(b).plus(c);
        if (isSettled(sum, Math.abs(a.high()) + Math.abs(b.high()) + Math.abs(c.high()))) {
            return Scaled.of(sum.high());
        }
        return exactThird(exact(parts, 1), exact(parts, 2), exact(parts, 3), n);
    }

    private static Scaled exactThird(Dyadic s1, Dyadic s2, Dyadic s3, long n) {
        return s3.times(n)
                .times(n)
                .minus(s1.times(s2).times(n).times(3))
                .plus(s1.times(s1).times(s1).times(2))
                .scaled();
    }

    /** n^3 S4 - 4 n^2 S1 S3 - 3 n^2 S2^2 + 12 n S1^2 S2 - 6 S1^4: the fourth moment less three times the square of the second. */
    private Scaled fourth(PartState[] parts, long n) {
        DoubleDouble s1 = sum(parts, 1);
        DoubleDouble s2 = sum(parts, 2);
        DoubleDouble a = sum(parts, 4).times(n).times(n).times(n);
        DoubleDouble b = s1.times(sum(parts, 3)).times(n).times(n).times(4);
        DoubleDouble c = s2.times(s2).times(n).times(n).times(3);
        DoubleDouble square = s1.times(s1);
        DoubleDouble d = square.times(s2).times(n).times(12);
        DoubleDouble e = square.times(square).times(6);
        DoubleDouble sum = a.minus(b).minus(c).plus(d).minus(e);
        if (isSettled(sum, a.high() + Math.abs(b.high()) + c.high() + d.high() + e.high())) {
            return Scaled.of(sum.high());
        }
        return exactFourth(exact(parts, 1), exact(parts, 2), exact(parts, 3), exact(parts, 4), n);
    }

    private static Scaled exactFourth(Dyadic s1, Dyadic s2, Dyadic s3, Dyadic s4, long n) {
        Dyadic square = s1.times(s1);
        return s4.times(n)
                .times(n)
                .times(n)
                .minus(s1.times(s3).times(n).times(n).times(4))
                .minus(s2.times(s2).times(n).times(n).times(3))
                .plus(square.times(s2).times(n).times(12))
                .minus(square.times(square).times(6))
                .scaled();
    }

    private static boolean isSettled(DoubleDouble sum, double magnitude) {
        return magnitude > LEAST && magnitude < MOST && Math.abs(sum.high()) > magnitude * LEAST_SHARE;
    }

    private DoubleDouble sum(PartState[] parts, int power) {
        SumsAt place = sums.get(power - 1);
        ExactSums exact = place.sums(parts);
        double high = exact.between(place.left());
        return new DoubleDouble(high, exact.rest(place.left(), high));
    }

    private Dyadic exact(PartState[] parts, int power) {
        SumsAt place = sums.get(power - 1);
        return place.sums(parts).exact(place.left());
    }
}
