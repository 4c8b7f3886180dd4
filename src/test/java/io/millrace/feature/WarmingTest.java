package io.millrace.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.WarmingSlots.Until;
import io.millrace.feature.aggregate.Aggregate;
import io.millrace.feature.aggregate.Aggregate.Plain;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three sets, each of which reads the one before: of 100, 50 and 10 ms. */
class WarmingTest {
    private static final FeaturePlan PLAN = Plans.plan(
            set(0, 0, 100, Plain.COUNT, List.of()),
            set(1, 1, 50, Plain.AVG, List.of(0)),
            set(2, 2, 10, new Aggregate.Several(Aggregate.Choice.TOP, 2), List.of(1)));
    private static final ColumnHistory WHOLE = ColumnHistory.whole();

    private static FeatureSet set(int index, int slot, long window, Aggregate aggregate, List<Integer> reads) {
        Column column = new Column(0, "source", Projection.of((event, row) -> 1), "column", reads);
        return new FeatureSet(
                "set " + index,
                index,
                List.of(List.of(0)),
                List.of(column),
                List.of(new WindowedFeature(aggregate, 0, -1, window, 0, true, 0, slot)),
                0);
    }

    private static ColumnHistory beginning(int set, long time) {
        FeatureSet of = PLAN.sets().get(set);
        return ColumnHistory.beginning(
                of, new FeatureSetEvaluator(of, 0).layout().text(), time);
    }

    private static String row(double[] row) {
        StringBuilder text = new StringBuilder();
        for (double value : row) {
            text.append(Double.isNaN(value) ? '-' : '1');
        }
        return text.toString();
    }

    /** Which of the four features are there at a time, where the first set began at 1,000. */
    private static String at(long time) {
        Warming[] sets = {
            new Warming(PLAN, 0, beginning(0, 1_000)), new Warming(PLAN, 1, WHOLE), new Warming(PLAN, 2, WHOLE)
        };
        double[] row = {1, 1, 1, 1};
        WarmingSlots known = WarmingSlots.NONE;
        for (Warming set : sets) {
            known = set.apply(time, row, known);
        }
        return row(row);
    }

    @Test
    void whatReadsWarmingFeaturesIsMissingUntilItsWindowBeginsAfterThem() {
        assertThat(List.of(at(1_000), at(1_099))).containsOnly("----");
        assertThat(List.of(at(1_100), at(1_149))).containsOnly("1---");
        assertThat(List.of(at(1_150), at(1_159))).containsOnly("11--");
        assertThat(List.of(at(1_160), at(Long.MAX_VALUE))).containsOnly("1111");
    }

    @Test
    void anEventCarriesOnWhatLaterSetsReadForAsLongAsTheyReach() {
        Warming first = new Warming(PLAN, 0, beginning(0, 1_000));

        assertThat(first.apply(1_159, new double[4], WarmingSlots.NONE).all()).containsExactly(new Until(0, 1_100));
        assertThat(first.apply(1_160, new double[4], WarmingSlots.NONE)).isSameAs(WarmingSlots.NONE);
    }

    @Test
    void whatNoLaterSetReadsIsNotCarriedOn() {
        Warming last = new Warming(PLAN, 2, beginning(2, 1_000));
        double[] row = {1, 1, 1, 1};

        assertThat(last.apply(1_000, row, WarmingSlots.NONE)).isSameAs(WarmingSlots.NONE);
        assertThat(row(row)).isEqualTo("11--");
    }

    @Test
    void ofTwoReasonsToBeMissingTheLaterEndCounts() {
        Warming second = new Warming(PLAN, 1, beginning(1, 1_060));
        WarmingSlots early = new WarmingSlots(List.of(new Until(0, 1_020)));
        WarmingSlots late = new WarmingSlots(List.of(new Until(0, 1_080)));

        assertThat(second.apply(1_109, new double[4], early).all()).contains(new Until(1, 1_110));
        assertThat(second.apply(1_109, new double[4], late).all()).contains(new Until(1, 1_130));
    }

    @Test
    void theGaugeCountsWhatWarmsByItsInputsToo() {
        Warming last = new Warming(PLAN, 2, WHOLE);
        assertThat(last.count(0)).isZero();

        last.apply(1_000, new double[4], new WarmingSlots(List.of(new Until(1, 1_080))));

        assertThat(last.count(1_089)).isEqualTo(2);
        assertThat(last.count(1_090)).isZero();
    }
}
