package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.feature.aggregate.Aggregate.ByGroup;
import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Quantiles;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.aggregate.Aggregate.TopGroups;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.GroupsBridge;
import io.millrace.feature.state.Rows;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class GroupPlansTest {
    private static final IntFunction<String> COLUMNS = List.of("amount", "merchant")::get;
    private static final double EMPTY = GroupsHarness.EMPTY;

    @Test
    void entropyOfEqualSharesIsExact() {
        assertThat(lifetime(Plain.ENTROPY, 1, 2, 3, 4)).containsExactly(2);
        assertThat(lifetime(Plain.ENTROPY, 1, 2, 3, 4, 4, 3, 2, 1)).containsExactly(2);
        assertThat(lifetime(Plain.ENTROPY, 7, 7, 7)).containsExactly(0);
        assertThat(lifetime(Plain.ENTROPY)).containsExactly(EMPTY);
    }

    @Test
    void entropyIsShannons() {
        double third = 1.0 / 3;
        double expected = -third * Math.log(third) / Math.log(2) - 2 * third * Math.log(2 * third) / Math.log(2);
        assertThat(lifetime(Plain.ENTROPY, 5, 6, 6)[0]).isEqualTo(expected, within(1e-15));
        assertThat(lifetime(Plain.ENTROPY, new Random(1).doubles(3000).toArray())[0])
                .isEqualTo(Math.log(3000) / Math.log(2), within(1e-12));
    }

    @Test
    void mostFrequentBreaksTiesByValue() {
        assertThat(lifetime(new Several(Choice.MOST_FREQUENT, 4), 3, -2, 5, 5, 3, -1))
                .containsExactly(3, 5, -2, -1);
        assertThat(lifetime(new Several(Choice.MOST_FREQUENT, 2), 9)).containsExactly(9, EMPTY);
    }

    @Test
    void quantilesAreInTheOrderInWhichTheyAreDeclared() {
        double[] values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        assertThat(lifetime(new Quantiles(List.of(1.0, 0.5, 0.0), 52), values)).containsExactly(11, 6, 1);
        assertThat(lifetime(new Quantiles(List.of(0.5), 2), 100)).containsExactly(104);
        assertThat(lifetime(new Quantiles(List.of(0.5, 0.9), 2))).containsExactly(EMPTY, EMPTY);
    }

    @Test
    void distinctSaysWhetherItIsExact() {
        assertThat(lifetime(new Distinct(3), 4, 5, 4, 6)).containsExactly(3, 1);
        assertThat(lifetime(new Distinct(3))).containsExactly(0, 1);
        assertThat(lifetime(new Distinct(3), 4, 5, 6, 7)[1]).isZero();
    }

    /** Its standard error is at most some 4.5 percent, 1 / sqrt(bound / 2). */
    @Test
    void distinctOfManyIsNearTheTruth() {
        for (int seed = 0; seed < 10; seed++) {
            double[] values = new Random(seed).doubles(100_000).toArray();
            double[] result = lifetime(new Distinct(1000), values);
            assertThat(result[0]).as("seed %d", seed).isBetween(85_000.0, 115_000.0);
            assertThat(result[1]).isZero();
        }
    }

    @Test
    void groupsWithoutRowsHaveNoSum() {
        assertThat(grouped(new ByGroup(Plain.COUNT, List.of(0L, 1L, 2L), List.of("a", "b", "c")), 0, 1, 0, 4))
                .containsExactly(2, 1, 0);
        assertThat(grouped(new ByGroup(Plain.SUM, List.of(2L, 0L), List.of("c", "a")), 0, 1, 0, 4))
                .containsExactly(EMPTY, 20);
        assertThat(grouped(new TopGroups(Plain.AVG, 4), 0, 1, 0, 4)).containsExactly(10, 10, 10, EMPTY);
        assertThat(grouped(new TopGroups(Plain.COUNT, 2), 0, 1, 0, 4)).containsExactly(2, 1);
    }

    @Test
    void nothingIsKeptOfGroupsThatAreNotDeclared() {
        GroupsHarness log = harness(new ByGroup(Plain.SUM, List.of(3L), List.of("c")), 100);
        for (int group = 0; group < 50; group++) {
            log.next(1, Double.doubleToRawLongBits(1), group);
        }
        assertThat(((SumsState) log.states().get(0)).counts().size()).isEqualTo(1);
    }

    @Test
    void whatLeftTheLongestWindowTakesNoSpace() {
        for (Aggregate aggregate : List.of(
                Plain.ENTROPY,
                new Quantiles(List.of(0.5), 7),
                new Distinct(5),
                new TopGroups(Plain.COUNT, 1),
                new TopGroups(Plain.SUM, 1))) {
            GroupsHarness log = harness(aggregate, 10);
            for (int i = 0; i < 50; i++) {
                log.next(i % 2, Double.doubleToRawLongBits(i), i);
            }
            log.next(10, Rows.MISSING, Rows.MISSING);
            assertThat(GroupsBridge.bytes(log.states().get(0)))
                    .as(aggregate.text())
                    .containsExactly(0);
        }
    }

    @Test
    void textsSayAllThatIsKept() {
        GroupKeys keys = GroupKeys.of(List.of(9L, 4L, 9L));
        assertThat(new CategoryCounts(0).text(COLUMNS)).isEqualTo("CATEGORY_COUNTS of amount");
        assertThat(new BucketCounts(0, 7).text(COLUMNS)).isEqualTo("BUCKET_COUNTS 7 of amount");
        assertThat(new DistinctPart(1, 30).text(COLUMNS)).isEqualTo("DISTINCT 30 of merchant");
        assertThat(new GroupCounts(0, 1, keys).text(COLUMNS)).isEqualTo("GROUP_COUNTS of amount by merchant [4, 9]");
        assertThat(new GroupSums(0, 1, GroupKeys.ALL).text(COLUMNS)).isEqualTo("GROUP_SUMS of amount by merchant all");
    }

    @Test
    void equalKeysInAnyOrderAreKeptOnce() {
        GroupKeys keys = GroupKeys.of(List.of(9L, 4L));
        assertThat(new GroupSums(0, 1, keys)).isEqualTo(new GroupSums(0, 1, GroupKeys.of(List.of(4L, 9L))));
        assertThat(keys).isNotEqualTo(GroupKeys.of(List.of(4L))).isNotEqualTo(GroupKeys.ALL);
        assertThat(keys.hashCode()).isEqualTo(GroupKeys.of(List.of(4L, 9L)).hashCode());
    }

    @Test
    void refusesWhatItCanNotPlan() {
        assertThatThrownBy(() -> lifetime(Plain.SUM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SUM is not an aggregate of categories or groups");
        assertThatThrownBy(() -> lifetime(new TopGroups(Plain.MAX, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MAX of groups; COUNT, SUM or AVG");
        assertThatThrownBy(() -> lifetime(new Distinct(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("distinct values exact up to 0; at least 1");
    }

    private static double[] lifetime(Aggregate aggregate, double... values) {
        GroupsHarness log = harness(aggregate, Long.MAX_VALUE);
        for (double value : values) {
            log.next(1, Double.doubleToRawLongBits(value), Rows.MISSING);
        }
        return log.read();
    }

    /** One row with value 10 for each group. */
    private static double[] grouped(Aggregate aggregate, long... groups) {
        GroupsHarness log = harness(aggregate, 100);
        for (long group : groups) {
            log.next(1, Double.doubleToRawLongBits(10), group);
        }
        return log.read();
    }

    private static GroupsHarness harness(Aggregate aggregate, long window) {
        GroupsHarness log = new GroupsHarness(new Random(0));
        log.add(aggregate, Edge.WITH_EVENT, 0, window);
        log.start();
        return log;
    }
}
