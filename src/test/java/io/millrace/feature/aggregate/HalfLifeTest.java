package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HalfLifeTest {
    @Property(tries = 5000)
    void isThePowerOfTwoOfTimeInHalfLives(@ForAll long seed) {
        Random random = new Random(seed);
        long millis = 1 + Math.abs(random.nextLong() >> random.nextInt(20, 62));
        long time = random.nextLong() >> random.nextInt(10, 62);
        HalfLife halfLife = new HalfLife(millis);

        double fraction = (double) Math.floorMod(time, millis) / millis;
        double power = StrictMath.pow(2, fraction);
        assertThat(halfLife.whole(time)).isEqualTo(Math.floorDiv(time, millis));
        assertThat(halfLife.weight(time)).as("seed %d", seed).isCloseTo(power, within(power * 0x1p-51));
    }

    @Test
    void wholeHalfLivesWeighExactly() {
        HalfLife halfLife = new HalfLife(1000);
        assertThat(halfLife.weight(-3000)).isEqualTo(1);
        assertThat(halfLife.whole(-1)).isEqualTo(-1);
        assertThat(halfLife.weight(500)).isEqualTo(StrictMath.sqrt(2));
        assertThat(new HalfLife(Long.MAX_VALUE).weight(Long.MAX_VALUE - 1)).isEqualTo(2);
    }
}
