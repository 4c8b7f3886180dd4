package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.metrics.HistogramStatistics;
import org.junit.jupiter.api.Test;

class DistributionTest {
    @Property(tries = 50)
    void quantilesOfScoresAreWithinAHundredth(@ForAll long seed) {
        Random random = new Random(seed);
        Distribution distribution = Distribution.ofScores();
        double[] values = new double[1 + random.nextInt(500)];
        Arrays.setAll(values, i -> Math.pow(random.nextDouble(), 3));
        Arrays.stream(values).forEach(distribution::add);
        Arrays.sort(values);
        HistogramStatistics found = distribution.getStatistics();
        for (double quantile : new double[] {0.01, 0.25, 0.5, 0.9, 0.99, 1}) {
            double exact = values[Math.max(0, (int) Math.ceil(quantile * values.length) - 1)];
            assertThat(found.getQuantile(quantile)).as("seed %d", seed).isBetween(exact, exact + 0.01 + 1e-12);
        }
        assertThat(found.getMean())
                .as("seed %d", seed)
                .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-9));
        assertThat(distribution.getCount()).isEqualTo(values.length);
        assertThat(found.getStdDev()).isLessThanOrEqualTo(1);
    }

    @Test
    void timesAreWithinAFifth() {
        Distribution distribution = Distribution.ofTimes();
        for (int millis = 1; millis <= 100_000; millis++) {
            distribution.update(millis);
        }
        HistogramStatistics found = distribution.getStatistics();
        assertThat(found.getQuantile(0.5)).isBetween(50_000.0, 60_000.0);
        assertThat(found.getQuantile(0.99)).isBetween(99_000.0, 100_000.0);
        assertThat(found.getMin()).isEqualTo(1);
        assertThat(found.getMax()).isEqualTo(100_000);
        assertThat(found.size()).isEqualTo(100_000);
    }

    @Test
    void whatLiesOutsideOfAllBinsIsCounted() {
        Distribution distribution = Distribution.ofScores();
        assertThat(distribution.getStatistics().getQuantile(0.5)).isZero();
        assertThat(distribution.getStatistics().getMean()).isZero();
        distribution.add(-3);
        distribution.add(7.5);
        HistogramStatistics found = distribution.getStatistics();
        assertThat(found.getQuantile(0.1)).isZero();
        assertThat(found.getQuantile(1)).isEqualTo(7.5);
        assertThat(found.getMin()).isEqualTo(-3);
        assertThat(found.getMax()).isEqualTo(8);
    }
}
