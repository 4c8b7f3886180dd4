package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.aggregate.Aggregate.Decayed;
import io.millrace.feature.aggregate.Aggregate.Histogram;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.SumWindows.Event;
import io.millrace.feature.aggregate.SumWindows.Window;
import io.millrace.feature.state.PartsBuilder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SumPlansTest {
    private static final Window DAY = new Window(86_400_000, 0, true);
    private static final Window LIFETIME = new Window(Long.MAX_VALUE, 0, true);

    @Test
    void windowsOfOneColumnShareParts() {
        List<Window> windows = List.of(new Window(10, 0, true), new Window(20, 0, true), new Window(30, 0, true));
        SumWindows sums = new SumWindows(
                List.of(Plain.COUNT, Plain.SUM, Plain.AVG, Plain.VARIANCE, Plain.STDDEV), windows, new Random(1));

        assertThat(sums.harness().texts())
                .containsExactly(
                        "count of column 0 at WITH_EVENT -10 -20 -30",
                        "sum of column 0 to the power of 1 at WITH_EVENT -10 -20 -30",
                        "sum of column 0 to the power of 2 at WITH_EVENT -10 -20 -30");
    }

    @Test
    void textsOfPartsSayWhatIsKept() {
        assertThat(List.of(
                        new HistogramPart(3, List.of(1.0, 2.5)).text(i -> "c" + i),
                        new DecayedPart(3, 60, false).text(i -> "c" + i),
                        new DecayedPart(3, 60, true).text(i -> "c" + i)))
                .containsExactly(
                        "histogram of c3 at [1.0, 2.5]",
                        "values of c3 by half-life 60",
                        "weights of c3 by half-life 60");
    }

    @Test
    void momentsOfBigNumbersWithSmallDeviation() {
        List<Aggregate> aggregates = List.of(Plain.VARIANCE, Plain.STDDEV, Plain.SKEWNESS, Plain.KURTOSIS);
        double[] row = readAll(aggregates, LIFETIME, 1e15 + 1, 1e15 + 2, 1e15 + 3, 1e15 + 6);

        assertThat(row).containsExactly(14.0 / 3, Math.sqrt(14.0 / 3), 18 / 4.0 / Math.pow(3.5, 1.5), -1.0);
    }

    @Test
    void equalValuesHaveNoSkewness() {
        List<Aggregate> aggregates = List.of(Plain.VARIANCE, Plain.SKEWNESS, Plain.KURTOSIS);
        assertThat(readAll(aggregates, DAY, 0.1, 0.1, 0.1)).containsExactly(0, SumWindows.EMPTY, SumWindows.EMPTY);
        assertThat(readAll(aggregates, DAY, 1e-320, 1e-320)).containsExactly(0, SumWindows.EMPTY, SumWindows.EMPTY);
    }

    @Test
    void momentsBeyondTheDoubles() {
        List<Aggregate> aggregates = List.of(Plain.VARIANCE, Plain.SKEWNESS);
        assertThat(readAll(aggregates, DAY, 1e200, 1e200, 4e200))
                .containsExactly(new double[] {Double.POSITIVE_INFINITY, Math.sqrt(0.5)}, within(1e-15));
        assertThat(readAll(aggregates, DAY, 0, 0, 3e-300))
                .containsExactly(new double[] {0, Math.sqrt(0.5)}, within(1e-15));
    }

    private static org.assertj.core.data.Offset<Double> within(double offset) {
        return org.assertj.core.api.Assertions.within(offset);
    }

    @Test
    void binsEndWithTheirEdges() {
        List<Aggregate> aggregates = List.of(new Histogram(List.of(-5.0, 0.0, 100.0)));
        assertThat(readAll(aggregates, DAY, -5, -4.5, -0.0, 0, 0.1, 100, Math.nextUp(100.0), -1e300))
                .containsExactly(2, 3, 2, 1);
        assertThat(readAll(List.of(new Histogram(List.of())), LIFETIME, 1, 2)).containsExactly(2);
    }

    @Test
    void whatDecaysHalves() {
        SumWindows sums = new SumWindows(
                List.of(new Decayed(1000, false), new Decayed(1000, true)),
                List.of(new Window(5000, 0, true)),
                new Random(1));
        sums.put(new Event(500, 0, 0), 8);
        sums.put(new Event(1500, 0, 1), 2);

        assertThat(sums.read(new Event(1500, 0, 1))).containsExactly(6, 4);
        assertThat(sums.read(new Event(3500, 0, 2))).containsExactly(1.5, 4);
        assertThat(sums.read(new Event(6000, 0, 3)))
                .containsExactly(new double[] {2 * Math.pow(2, -4.5), 2}, within(1e-15));
        assertThat(sums.read(new Event(6500, 0, 4))).containsExactly(SumWindows.EMPTY, SumWindows.EMPTY);
    }

    @Test
    void decayingStateStaysSmallThroughSilence() {
        SumWindows sums =
                new SumWindows(List.of(new Decayed(10, false)), List.of(new Window(1000, 0, true)), new Random(1));
        long year = 365L * 86_400_000;
        for (int i = 0; i < 5; i++) {
            Event event = new Event(i * year, 0, i);
            sums.put(event, 3);
            assertThat(sums.read(event)).containsExactly(3);
            assertThat(sums.harness().writeAndRead()).isLessThan(30);
        }
    }

    @Test
    void decayingStateStaysSmallOverTime() {
        SumWindows sums =
                new SumWindows(List.of(new Decayed(10, false)), List.of(new Window(1000, 0, true)), new Random(1));
        for (int i = 0; i < 3000; i++) {
            Event event = new Event(i * 9L, 0, i);
            sums.put(event, 0.1);
            sums.read(event);
        }
        assertThat(sums.harness().writeAndRead()).isLessThan(60);
    }

    @Test
    void refusesWhatCannotDecay() {
        assertThatThrownBy(() -> plan(new Decayed(1000, false), LIFETIME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a lifetime window can't decay; give it a length");
        assertThatThrownBy(() -> plan(new Decayed(1000, true), LIFETIME))
                .hasMessage("a lifetime window can't decay; give it a length");
        assertThatThrownBy(() -> plan(new Decayed(1, false), DAY))
                .hasMessage("a window of 86400000 ms has more than 65536 half-lives of 1 ms; make it shorter");
        assertThatThrownBy(() -> new HalfLife(0)).hasMessage("a half-life of 0 ms; at least 1 ms");
    }

    @Test
    void refusesWhatIsNotMadeOfSums() {
        assertThatThrownBy(() -> plan(Plain.MAX, DAY)).hasMessage("MAX isn't made of sums");
        assertThatThrownBy(() -> plan(new Aggregate.Distinct(10), DAY)).hasMessage("DISTINCT 10 isn't made of sums");
        assertThatThrownBy(() -> new SumPart(0, 5)).hasMessage("a sum of the values to the power of 5; from 1 to 4");
        assertThatThrownBy(() -> plan(new Histogram(List.of(2.0, 2.0)), DAY))
                .hasMessage("the edges of a histogram must ascend: [2.0, 2.0]");
    }

    private static void plan(Aggregate aggregate, Window window) {
        SumPlans.plan(aggregate, window.target(new PartsBuilder(), 0, 0));
    }

    private static double[] readAll(List<Aggregate> aggregates, Window window, double... values) {
        SumWindows sums = new SumWindows(aggregates, List.of(window), new Random(1));
        for (int i = 0; i < values.length; i++) {
            sums.put(new Event(1_000 + i, 0, i), values[i]);
        }
        return sums.read(new Event(1_000 + values.length, 0, values.length));
    }
}
