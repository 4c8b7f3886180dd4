package io.millrace.feature.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.feature.aggregate.Aggregate.Choice;
import io.millrace.feature.aggregate.Aggregate.Distinct;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.aggregate.Aggregate.Several;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.OrderBridge;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder;
import io.millrace.feature.state.Rows;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderPartsTest {
    private static final List<Edge> EDGES = List.of(Edge.WITH_EVENT, Edge.before(1000));

    @Test
    void windowsOfAnyLengthShareParts() {
        PartsBuilder parts = new PartsBuilder();
        for (long window : new long[] {60_000, 3_600_000}) {
            OrderPlans.plan(Plain.MAX, target(parts, window));
            OrderPlans.plan(new Several(Choice.TOP, 3), target(parts, window));
            OrderPlans.plan(Plain.SINCE_LAST, target(parts, window));
            OrderPlans.plan(Plain.STREAK, target(parts, window));
            OrderPlans.plan(Plain.GAP_STDDEV, target(parts, window));
            OrderPlans.plan(Plain.SINCE_FIRST, target(parts, window));
        }
        assertThat(OrderBridge.build(parts).stream().map(OrderBridge::text))
                .containsExactly(
                        "BAND LARGEST 1 of column 0 at WITH_EVENT -3600000",
                        "BAND LARGEST 3 of column 0 at WITH_EVENT -3600000",
                        "RECENT 1 of column 0 at WITH_EVENT -3600000",
                        "RUN of column 0 at WITH_EVENT -60000 -3600000",
                        "GAPS of column 0 at WITH_EVENT -60000 -3600000",
                        "FIRST 1 of column 0 at WITH_EVENT -60000",
                        "FIRST 1 of column 0 at WITH_EVENT -3600000");
    }

    @Test
    void otherAggregatesAreRefused() {
        Target target = target(new PartsBuilder(), 1000);
        assertThatThrownBy(() -> OrderPlans.plan(Plain.SUM, target))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SUM doesn't depend on the order of values");
        assertThatThrownBy(() -> OrderPlans.plan(new Several(Choice.MOST_FREQUENT, 2), target))
                .hasMessage("MOST_FREQUENT 2 doesn't depend on the order of values");
        assertThatThrownBy(() -> OrderPlans.plan(new Distinct(9), target))
                .hasMessage("DISTINCT 9 doesn't depend on the order of values");
    }

    @Test
    void partsOfNothingAreRefused() {
        assertThatThrownBy(() -> new RecentPart(0, 0)).hasMessage("the last 0 values; at least 1");
        assertThatThrownBy(() -> new FirstPart(0, 0, 5))
                .hasMessage("the first 0 values of 5 ms; at least 1 value and 1 ms");
        assertThatThrownBy(() -> new FirstPart(0, 1, 0))
                .hasMessage("the first 1 values of 0 ms; at least 1 value and 1 ms");
    }

    @Test
    void theFirstValuesRunShortWhereOthersWereNotHeld() {
        First first = (First) new FirstPart(0, 2, 1000).create(EDGES);
        for (int time = 0; time < 20; time++) {
            first.pass(0, row(time), 0);
        }
        for (int time = 0; time < 8; time++) {
            first.pass(1, row(time), 0);
        }
        assertThat(first.needsRows()).isFalse();
        first.pass(1, row(8), 0);
        assertThat(first.needsRows()).isTrue();

        first.restart();
        int offered = 9;
        while (first.offer(row(offered), 0)) {
            offered++;
        }
        assertThat(offered).as("ten values and one to know that there are more").isEqualTo(19);
        assertThat(first.needsRows()).isFalse();
        assertThat(first.firstTime()).isEqualTo(9);
    }

    @Test
    void theFirstTimeOfAnEmptyWindowIsRefused() {
        First first = (First) new FirstPart(0, 1, 1000).create(EDGES);
        assertThatThrownBy(first::firstTime)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the first value of a window was asked for, and none is held");
    }

    @Test
    void stateOfOneRecentValueTakesFewBytes() {
        PartState recent = new RecentPart(0, 1).create(EDGES);
        recent.pass(0, LogRow.of(1_700_000_000_000L, 3, 5, 1).alone(), 0);
        assertThat(OrderHarness.bytes(recent)).hasSizeLessThanOrEqualTo(1 + 6 + 1 + 1 + 9);
    }

    private static Rows row(long time) {
        return LogRow.of(time, 0, 0, 1).alone();
    }

    private static Target target(PartsBuilder parts, long window) {
        return new Target(parts, 0, -1, Edge.WITH_EVENT, Edge.before(window), window, 0, 0, 0);
    }
}
