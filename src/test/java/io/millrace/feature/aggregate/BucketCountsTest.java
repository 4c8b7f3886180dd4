package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BucketCountsTest {
    @Property(tries = 500)
    void bucketsAreInTheOrderOfTheirValues(@ForAll long seed) {
        Random random = new Random(seed);
        int bits = random.nextInt(53);
        double a = any(random);
        double b = random.nextBoolean() ? any(random) : Math.nextUp(a);

        int byBucket = Long.compare(BucketCounts.bucket(a, bits), BucketCounts.bucket(b, bits));

        assertThat(byBucket * Double.compare(a, b))
                .as("%s and %s, %d bits, seed %d", a, b, bits, seed)
                .isGreaterThanOrEqualTo(0);
    }

    @Property(tries = 500)
    void theMiddleIsWithinTheDeclaredError(@ForAll long seed) {
        Random random = new Random(seed);
        int bits = random.nextInt(53);
        double value = any(random);

        double middle = BucketCounts.middle(BucketCounts.bucket(value, bits), bits);

        double bound = Math.max(Math.abs(value), Double.MIN_NORMAL) * Math.pow(2, -(bits + 1));
        assertThat(Math.abs(middle - value))
                .as("%s, %d bits, seed %d", value, bits, seed)
                .isLessThanOrEqualTo(bound);
    }

    @Property(tries = 500)
    void theMiddleIsTheMeanOfTheBounds(@ForAll long seed) {
        Random random = new Random(seed);
        int bits = random.nextInt(20);
        double value = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(20) - 10);

        assertThat(BucketCounts.middle(BucketCounts.bucket(value, bits), bits))
                .as("%s, %d bits, seed %d", value, bits, seed)
                .isEqualTo(NaiveGroups.middle(value, bits));
    }

    @Test
    void zeroHasABucketOfItsOwn() {
        assertThat(BucketCounts.bucket(0.0, 3)).isZero();
        assertThat(BucketCounts.bucket(-0.0, 3)).isZero();
        assertThat(BucketCounts.bucket(Double.MIN_VALUE, 3)).isEqualTo(1);
        assertThat(BucketCounts.bucket(-Double.MIN_VALUE, 3)).isEqualTo(-1);
        assertThat(BucketCounts.middle(0, 3)).isEqualTo(0.0);
    }

    @Test
    void infiniteValuesAreTheirOwnMiddle() {
        for (double value : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(BucketCounts.middle(BucketCounts.bucket(value, 7), 7)).isEqualTo(value);
        }
    }

    @Test
    void allBitsTellEveryValueApart() {
        assertThat(BucketCounts.middle(BucketCounts.bucket(-0.1, 52), 52)).isEqualTo(-0.1);
    }

    @Test
    void refusesMoreBitsThanADoubleHas() {
        assertThatThrownBy(() -> new BucketCounts(0, 53))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("buckets of 53 bits; from 0 to 52");
    }

    private static double any(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : random.nextGaussian();
    }
}
