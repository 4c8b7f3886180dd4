package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.math.BigInteger;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class Int128Test {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

    @Property(tries = 2000)
    void equalsBigIntegersToTheBit(@ForAll long seed) {
        Random random = new Random(seed);
        Int128 number = new Int128();
        BigInteger expected = BigInteger.ZERO;
        for (int step = 0; step < 20; step++) {
            long term = random.nextLong() >> random.nextInt(64);
            BigInteger square = BigInteger.valueOf(term).pow(2);
            int kind = random.nextInt(8);
            if (kind < 4) {
                number.addSquare(term);
                expected = expected.add(square);
            } else if (kind < 7) {
                number.subtractSquare(term);
                expected = expected.subtract(square);
            } else {
                long factor = (term & Long.MAX_VALUE) >> random.nextInt(63);
                number.multiply(factor);
                expected = expected.multiply(BigInteger.valueOf(factor));
            }
            expected = expected.mod(MODULUS);
            number = copyThroughBytes(number);

            assertThat(Double.doubleToRawLongBits(number.toDouble()))
                    .as("%s, seed %d, step %d", expected, seed, step)
                    .isEqualTo(Double.doubleToRawLongBits(expected.doubleValue()));
        }
    }

    @Property(tries = 2000)
    void differencesBorrow(@ForAll long seed) {
        Random random = new Random(seed);
        Int128 less = new Int128();
        Int128 number = new Int128();
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < 5; i++) {
            long term = random.nextLong() >> random.nextInt(64);
            number.addSquare(term);
            if (i < 2) {
                less.addSquare(term);
            } else {
                expected = expected.add(BigInteger.valueOf(term).pow(2));
            }
        }
        number.subtract(less);
        assertThat(number.toDouble())
                .as("seed %d", seed)
                .isEqualTo(expected.mod(MODULUS).doubleValue());
    }

    private static Int128 copyThroughBytes(Int128 number) {
        StateWriter out = new StateWriter();
        number.write(out);
        StateReader in = new StateReader();
        in.reset(out.toBytes());
        Int128 copy = new Int128();
        copy.read(in);
        return copy;
    }
}
