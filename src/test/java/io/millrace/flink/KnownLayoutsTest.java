package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.feature.Column;
import io.millrace.feature.ColumnHistory;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.Projection;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.aggregate.Aggregate.Plain;
import io.millrace.feature.state.LayoutText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownLayoutsTest {
    private static final long RETENTION = 500;

    private static FeatureSet set(String... columns) {
        return new FeatureSet(
                "set",
                0,
                List.of(List.of(0)),
                IntStream.range(0, columns.length)
                        .mapToObj(i -> new Column(0, "source", Projection.of((event, row) -> i), columns[i]))
                        .toList(),
                IntStream.range(0, columns.length)
                        .mapToObj(i -> new WindowedFeature(Plain.SUM, i, -1, 100, 0, true, 0, i))
                        .toList(),
                0);
    }

    private static KnownLayouts restore(List<String> written, FeatureSet set, long retention) {
        return KnownLayouts.restore(written, set, layout(set), retention);
    }

    private static LayoutText layout(FeatureSet set) {
        return new FeatureSetEvaluator(set, 0).layout().text();
    }

    @Test
    void aLayoutKeepsItsNumberAndANewOneGetsTheNext() {
        KnownLayouts first = restore(List.of(), set("a"), RETENTION);
        KnownLayouts second = restore(first.write(10, 10), set("a", "b"), RETENTION);
        KnownLayouts third = restore(second.write(20, 20), set("a"), RETENTION);

        assertThat(List.of(first.current(), second.current(), third.current())).containsExactly(0, 1, 0);
        assertThat(third.text(1)).isEqualTo(second.text(second.current()));
    }

    @Test
    void aColumnThatCameLaterIsKeptSinceTheLatestTimeBefore() {
        List<String> written = restore(List.of(), set("a"), RETENTION).write(1_000, 1_000);

        KnownLayouts changed = restore(written, set("a", "b"), RETENTION);

        assertThat(changed.history().since()).containsOnlyKeys("source | b").containsValue(1_000L);
    }

    @Test
    void aRestartWithoutEventsForgetsNotHowFarTimeHadCome() {
        List<String> written = restore(List.of(), set("a"), RETENTION).write(1_000, 1_000);
        KnownLayouts restarted = restore(written, set("a"), RETENTION);

        KnownLayouts changed = restore(restarted.write(Long.MIN_VALUE, Long.MIN_VALUE), set("a", "b"), RETENTION);

        assertThat(changed.history().since()).containsValue(1_000L);
    }

    @Test
    void rowsThatWereNotKeptForAsLongAsTheyAreNowBeginWhereTheyWereKept() {
        List<String> written = restore(List.of(), set("a"), RETENTION).write(1_000, 1_000);

        KnownLayouts changed = restore(written, set("a"), RETENTION + 1);

        assertThat(changed.history().since()).containsOnlyKeys("source | a").containsValue(500L);
    }

    @Test
    void whatBeganLateStaysKnownOverFurtherChanges() {
        List<String> first = restore(List.of(), set("a"), RETENTION).write(1_000, 1_000);
        List<String> second = restore(first, set("a", "b"), RETENTION).write(1_050, 1_050);

        KnownLayouts third = restore(second, set("b", "a", "c"), RETENTION);

        assertThat(third.history().since())
                .containsEntry("source | b", 1_000L)
                .containsEntry("source | c", 1_050L)
                .hasSize(2);
    }

    @Test
    void theSubtaskThatHadComeFurthestSaysHowFarTimeHadCome() {
        List<String> written =
                new ArrayList<>(restore(List.of(), set("a"), RETENTION).write(1_000, 1_000));
        written.addAll(restore(List.of(), set("a"), RETENTION).write(7, 7));

        KnownLayouts changed = restore(written, set("a", "b"), RETENTION);

        assertThat(changed.newest()).isEqualTo(1_000);
        assertThat(changed.history().since()).containsValue(1_000L);
    }

    @Test
    void theSubtaskWhoseHistoryBeganLastSaysSinceWhenColumnsAreKept() {
        List<String> written = new ArrayList<>();
        for (long beginning : new long[] {20, 30, 10}) {
            KnownLayouts layouts = restore(List.of(), set("a"), RETENTION);
            layouts.begin(ColumnHistory.beginning(set("a"), layout(set("a")), beginning));
            written.addAll(layouts.write(1_000, 1_000));
        }

        assertThat(restore(written, set("a"), RETENTION).history().since()).containsValue(30L);
    }

    @Test
    void whatBeganLaterThanRowsWereKeptKeepsItsBeginningWhenTheyAreKeptForLonger() {
        List<String> first = restore(List.of(), set("a"), RETENTION).write(1_000, 1_000);
        List<String> second = restore(first, set("a", "b"), RETENTION).write(1_100, 1_100);

        KnownLayouts changed = restore(second, set("a", "b"), RETENTION + 1);

        assertThat(changed.history().since()).containsEntry("source | a", 600L).containsEntry("source | b", 1_000L);
    }
}
