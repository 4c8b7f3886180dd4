package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ExactSumsPropertyTest {
    /** Terms at edges, added and taken out at random, widened, written and read at random: every difference is the nearest double to BigDecimal's. */
    @Property(tries = 3000)
    void differencesAreTheDoublesNearestToTheExactOnes(@ForAll long seed) {
        Random random = new Random(seed);
        int edges = 1 + random.nextInt(4);
        int kind = random.nextInt(5);
        ExactSums sums = new ExactSums(edges);
        BigDecimal[] exact = new BigDecimal[edges];
        Arrays.fill(exact, BigDecimal.ZERO);
        List<Double> inside = new ArrayList<>();
        for (int i = random.nextInt(60); i > 0; i--) {
            if (!inside.isEmpty() && random.nextInt(4) == 0) {
                double term = inside.remove(random.nextInt(inside.size()));
                sums.subtract(0, term);
                exact[0] = exact[0].subtract(new BigDecimal(term));
            } else {
                double term = term(random, kind);
                inside.add(term);
                int edge = random.nextInt(4) == 0 ? random.nextInt(edges) : 0;
                sums.add(edge, term);
                exact[edge] = exact[edge].add(new BigDecimal(term));
            }
            if (random.nextInt(10) == 0) {
                sums = ExactSumsTest.reread(sums, edges);
            }
            check(sums, exact, edges, seed);
        }
    }

    private static void check(ExactSums sums, BigDecimal[] exact, int edges, long seed) {
        if (edges == 1) {
            assertSameBits(sums.total(), exact[0].doubleValue(), seed);
        }
        for (int left = 1; left < edges; left++) {
            BigDecimal difference = exact[0].subtract(exact[left]);
            double nearest = sums.between(left);
            assertSameBits(nearest, difference.doubleValue(), seed);
            assertThat(sums.isZero(left)).isEqualTo(difference.signum() == 0);
            if (Double.isFinite(nearest)) {
                double rest = difference.subtract(new BigDecimal(nearest)).doubleValue();
                assertSameBits(sums.rest(left, nearest), rest, seed);
                assertSameBits(sums.between(left), nearest, seed);
            }
        }
    }

    static double term(Random random, int kind) {
        int which = kind < 4 ? kind : random.nextInt(4);
        return switch (which) {
            case 0 -> (random.nextInt(200_001) - 100_000) / 100.0;
            case 1 -> (random.nextInt(11) - 5) * Double.MIN_VALUE;
            case 2 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(200) - 100);
            default -> anyFinite(random);
        };
    }

    private static double anyFinite(Random random) {
        double any = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(any) ? any : 0;
    }

    @Property(tries = 100)
    void powersAreExact(@ForAll long seed) {
        Random random = new Random(seed);
        int power = 1 + random.nextInt(4);
        ExactSums sums = new ExactSums(2);
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = random.nextInt(5); i >= 0; i--) {
            double x = term(random, random.nextInt(5));
            double gone = term(random, random.nextInt(4));
            ExactPowers.add(sums, 0, gone, power, 1);
            ExactPowers.add(sums, 0, x, power, 1);
            ExactPowers.add(sums, 0, gone, power, -1);
            exact = exact.add(new BigDecimal(x).pow(power));
        }
        Dyadic sum = sums.exact(1);
        BigDecimal unit = sum.exponent() < 0
                ? BigDecimal.ONE.divide(new BigDecimal(java.math.BigInteger.TWO.pow((int) -sum.exponent())))
                : new BigDecimal(java.math.BigInteger.TWO.pow((int) sum.exponent()));
        assertThat(new BigDecimal(sum.digits()).multiply(unit))
                .as("seed %d", seed)
                .isEqualByComparingTo(exact);
    }

    static void assertSameBits(double actual, double expected, long seed) {
        assertThat(Double.doubleToRawLongBits(actual))
                .as("%s instead of %s, seed %d", actual, expected, seed)
                .isEqualTo(Double.doubleToRawLongBits(expected + 0.0));
    }
}
