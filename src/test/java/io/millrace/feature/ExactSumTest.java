package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    @Provide
    Arbitrary<List<Double>> finiteDoubles() {
        Arbitrary<Double> anyBits =
                Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite);
        Arbitrary<Double> amounts =
                Arbitraries.integers().between(-100_000, 100_000).map(cents -> cents / 100.0);
        Arbitrary<Double> tiny = Arbitraries.longs().between(-5, 5).map(n -> n * Double.MIN_VALUE);
        return Arbitraries.oneOf(anyBits, amounts, tiny).list().ofMaxSize(40);
    }

    @Property(tries = 3000)
    void isTheDoubleNearestToTheExactSum(@ForAll("finiteDoubles") List<Double> terms) {
        BigDecimal exact = terms.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertSameBits(sum(terms), exact.doubleValue());
    }

    @Property(tries = 1000)
    void doesNotDependOnTheOrderOfTerms(@ForAll("finiteDoubles") List<Double> terms, @ForAll long seed) {
        List<Double> shuffled = new ArrayList<>(terms);
        Collections.shuffle(shuffled, new Random(seed));

        assertSameBits(sum(shuffled), sum(terms));
    }

    @Property(tries = 1000)
    void takingTermsOutLeavesNoTrace(
            @ForAll("finiteDoubles") List<Double> kept, @ForAll("finiteDoubles") List<Double> gone) {
        ExactSum sum = new ExactSum();
        gone.forEach(sum::add);
        kept.forEach(sum::add);
        gone.forEach(sum::subtract);

        assertSameBits(sum.value(), sum(kept));
    }

    @Test
    void keepsWhatPlainAdditionLoses() {
        assertThat(sum(List.of(1e16, 1.0, -1e16))).isEqualTo(1.0);
        assertThat(sum(Collections.nCopies(10, 0.1))).isEqualTo(1.0);
        assertThat(sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)))
                .isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void roundsHalfToEvenAndSeesBitsFarBelow() {
        double half = Math.ulp(1.0) / 2;
        assertThat(sum(List.of(1.0, half))).isEqualTo(1.0);
        assertThat(sum(List.of(1.0, half, Double.MIN_VALUE))).isEqualTo(Math.nextUp(1.0));
        assertThat(sum(List.of(Math.nextUp(1.0), half))).isEqualTo(1.0 + 4 * half);
    }

    @Test
    void isInfiniteBeyondTheLargestDouble() {
        assertThat(sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE)))
                .isInfinite()
                .isPositive();
        assertThat(sum(List.of(-Double.MAX_VALUE, -Double.MAX_VALUE)))
                .isInfinite()
                .isNegative();
    }

    @Test
    void startsAgainAfterClear() {
        ExactSum sum = new ExactSum();
        sum.add(1e300);
        sum.clear();
        sum.add(-2.5);
        assertThat(sum.value()).isEqualTo(-2.5);
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> new ExactSum().add(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only finite numbers");
    }

    private static double sum(List<Double> terms) {
        ExactSum sum = new ExactSum();
        terms.forEach(sum::add);
        return sum.value();
    }

    private static void assertSameBits(double actual, double expected) {
        // Zero has one sign here; BigDecimal's zero is positive too.
        assertThat(Double.doubleToRawLongBits(actual)).isEqualTo(Double.doubleToRawLongBits(expected));
    }
}
