package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExactSumsTest {
    @Test
    void keepsWhatPlainAdditionLoses() {
        assertThat(total(1e16, 1.0, -1e16)).isEqualTo(1.0);
        assertThat(sum(Collections.nCopies(10, 0.1)).total()).isEqualTo(1.0);
        assertThat(total(Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)).isEqualTo(Double.MAX_VALUE);
        assertThat(total(Double.MAX_VALUE, Double.MIN_VALUE, -Double.MAX_VALUE)).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void roundsHalfToEvenAndSeesBitsFarBelow() {
        double half = Math.ulp(1.0) / 2;
        assertThat(total(1.0, half)).isEqualTo(1.0);
        assertThat(total(1.0, half, Double.MIN_VALUE)).isEqualTo(Math.nextUp(1.0));
        assertThat(total(Math.nextUp(1.0), half)).isEqualTo(1.0 + 4 * half);
        assertThat(total(-1.0, -half)).isEqualTo(-1.0);
        assertThat(total(-1.0, -half, -Double.MIN_VALUE)).isEqualTo(-Math.nextUp(1.0));
    }

    @Test
    void roundsBelowTheNormalNumbersToo() {
        ExactSums sums = new ExactSums(1);
        sums.add(0, 1, -1075);
        assertThat(sums.total()).as("half of the least double is even to zero").isZero();
        sums.add(0, 1, -2000);
        assertThat(sums.total()).isEqualTo(Double.MIN_VALUE);
        sums.add(0, 1, -1074);
        assertThat(sums.total()).isEqualTo(2 * Double.MIN_VALUE);
        sums.add(0, Double.MIN_NORMAL);
        assertThat(sums.total()).isEqualTo(Double.MIN_NORMAL + 2 * Double.MIN_VALUE);
        assertThat(sums.between(0, -2000)).isZero();
    }

    @Test
    void roundsUpToTheNextPowerOfTwo() {
        assertThat(total(Math.nextDown(2.0), Math.ulp(1.0) / 2)).isEqualTo(2.0);
        assertThat(total(Math.nextDown(Double.MIN_NORMAL), Double.MIN_VALUE)).isEqualTo(Double.MIN_NORMAL);
        assertThat(total(Double.MAX_VALUE, Math.ulp(Double.MAX_VALUE) / 2)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void isInfiniteBeyondTheLargestDouble() {
        assertThat(total(Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(total(-Double.MAX_VALUE, -Double.MAX_VALUE)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void zeroHasOneSign() {
        assertThat(Double.doubleToRawLongBits(total(-0.0))).isZero();
        assertThat(Double.doubleToRawLongBits(total(-2.5, 2.5))).isZero();
        assertThat(Double.doubleToRawLongBits(new ExactSums(3).between(2))).isZero();
    }

    @Test
    void startsAgainAfterClear() {
        ExactSums sums = sum(List.of(1e300));
        sums.clear();
        sums.add(0, -2.5);
        assertThat(sums.total()).isEqualTo(-2.5);
    }

    @Test
    void refusesWhatIsNotFinite() {
        ExactSums sums = new ExactSums(1);
        assertThatThrownBy(() -> sums.add(0, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NaN can't be summed; only finite numbers can");
        assertThatThrownBy(() -> ExactPowers.add(sums, 0, Double.NEGATIVE_INFINITY, 3, 1))
                .hasMessage("-Infinity can't be summed; only finite numbers can");
        assertThatThrownBy(() -> ExactPowers.add(sums, 0, 2, 5, 1)).hasMessage("power 5; from 1 to 4");
    }

    @Test
    void whatLiesBehindAllEdgesLeavesNoTrace() {
        ExactSums sums = new ExactSums(3);
        sums.add(2, 1.0);
        for (int edge = 0; edge < 3; edge++) {
            sums.add(edge, 0x1p50);
            sums.add(edge, 1e300);
            sums.add(edge, -0.1);
        }
        sums.add(0, 3.0);
        sums.add(2, 1e-300);
        sums.subtract(2, 1e-300);
        assertThat(sums.between(1)).isEqualTo(3.0);
        assertThat(sums.between(2)).isEqualTo(2.0);
    }

    @Test
    void writesInBytesWhatLiesBetweenEdges() {
        ExactSums sums = new ExactSums(7);
        for (int i = 0; i < 100_000; i++) {
            sums.add(0, 19.99);
            for (int edge = 1; edge < 7; edge++) {
                sums.add(edge, i < 99_900 ? 19.99 : i % 2 * 7.0);
            }
        }
        assertThat(written(sums)).hasSizeLessThan(20);
        assertThat(written(new ExactSums(7))).containsExactly(0);
    }

    @Test
    void isNarrowAgainOnceWrittenAndRead() {
        ExactSums sums = sum(List.of(12.5));
        byte[] before = written(sums);
        sums.add(0, 1e300);
        sums.add(0, Double.MIN_VALUE);
        assertThat(written(sums)).hasSizeGreaterThan(200);
        sums.subtract(0, Double.MIN_VALUE);
        sums.subtract(0, 1e300);
        assertThat(written(sums)).isEqualTo(before);
    }

    static byte[] written(ExactSums sums) {
        StateWriter out = new StateWriter();
        sums.write(out);
        return out.toBytes();
    }

    static ExactSums reread(ExactSums sums, int edges) {
        StateReader in = new StateReader();
        in.reset(written(sums));
        ExactSums read = ExactSums.read(edges, in);
        assertThat(in.isAtEnd()).isTrue();
        return read;
    }

    private static double total(Double... terms) {
        return sum(List.of(terms)).total();
    }

    private static ExactSums sum(List<Double> terms) {
        ExactSums sums = new ExactSums(1);
        terms.forEach(term -> sums.add(0, term));
        return sums;
    }
}
