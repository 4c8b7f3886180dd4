package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WideNumbersTest {
    @Test
    void differencesAreRightWhenNumbersHaveRunThroughTheirRange() {
        WideNumbers numbers = new WideNumbers(2, 3);
        for (int i = 0; i < 10_000; i++) {
            numbers.add(0, 1L << 52, 127);
            numbers.add(1, 1L << 52, 127);
        }
        numbers.add(0, -5, 64);
        Magnitude magnitude = new Magnitude();
        numbers.measure(magnitude, 0, 1);
        assertThat(magnitude.nearest(-64)).isEqualTo(-5);
        numbers.measure(magnitude, 1, 0);
        assertThat(magnitude.nearest(-64)).isEqualTo(5);
        assertThat(magnitude.exponent(0)).isEqualTo(66);
    }

    @Property(tries = 1000)
    void countsModuloItsWidth(@ForAll long seed) {
        Random random = new Random(seed);
        int width = 2 + random.nextInt(4);
        BigInteger modulus = BigInteger.ONE.shiftLeft(width * 64);
        WideNumbers numbers = new WideNumbers(2, width);
        BigInteger[] exact = {BigInteger.ZERO, BigInteger.ZERO};
        for (int i = 0; i < 30; i++) {
            int number = random.nextInt(2);
            long term = random.nextLong() >> random.nextInt(64);
            int position = random.nextInt(64 * (width - 1));
            numbers.add(number, term, position);
            exact[number] = exact[number].add(BigInteger.valueOf(term).shiftLeft(position));
            switch (random.nextInt(4)) {
                case 0 -> {
                    numbers.addNumber(number, 1 - number);
                    exact[number] = exact[number].add(exact[1 - number]);
                }
                case 1 -> {
                    numbers.subtractNumber(number, 1 - number);
                    exact[number] = exact[number].subtract(exact[1 - number]);
                }
                default -> {}
            }
            assertThat(numbers.residue(number)).as("seed %d", seed).isEqualTo(exact[number].mod(modulus));
        }
    }
}
