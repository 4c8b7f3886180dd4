package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.event.TextHash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Feature sets and events built by hand: a source 0 that is scored and a source 1 of facts, both with an entity key in slot 0, a number in slot 1 and a category in slot 2.
 */
final class Plans {
    static final int SCORED = 0;
    static final int FACTS = 1;

    /** The columns that both sources have, in order; those of facts follow those of scored events. */
    static final int ALL = 0;

    static final int VALUE = 1;
    static final int POSITIVE = 2;
    static final int CONDITION = 3;
    static final int CATEGORY = 4;
    static final int COARSE = 5;
    static final int COLUMNS = 6;

    private static final Expression NUMBER = (event, row) -> event.isNull(1) ? Double.NaN : event.doubleAt(1);
    private static final Expression IS_POSITIVE =
            (event, row) -> event.isNull(1) ? Double.NaN : event.doubleAt(1) > 0 ? 1 : 0;
    private static final Expression ROUNDED = (event, row) -> Math.rint(NUMBER.eval(event, row) / 25);

    private Plans() {}

    static FeatureSet set(List<WindowedFeature> windows) {
        return new FeatureSet("entity", 0, List.of(List.of(0), List.of(0)), columns(), windows, 0);
    }

    /** A set that keeps only the columns that its windows need, in the order in which those ask for them, and whose slots follow each other. */
    static FeatureSet setOfUsed(List<WindowedFeature> windows) {
        List<Column> all = columns();
        List<Column> used = new ArrayList<>();
        List<WindowedFeature> placed = new ArrayList<>();
        int slot = 0;
        for (WindowedFeature w : windows) {
            int column = place(w.column(), all, used);
            int by = w.by() < 0 ? -1 : place(w.by(), all, used);
            placed.add(new WindowedFeature(
                    w.aggregate(), column, by, w.window(), w.lag(), w.withEvent(), w.empty(), slot));
            slot += w.aggregate().suffixes().size();
        }
        return new FeatureSet("entity", 0, List.of(List.of(0), List.of(0)), used, placed, 0);
    }

    /** A plan of some sets, without a model. */
    static FeaturePlan plan(FeatureSet... sets) {
        return new FeaturePlan(SCORED, List.of(sets), List.of(), List.of(), List.of(), 0);
    }

    private static int place(int column, List<Column> all, List<Column> used) {
        if (used.stream().noneMatch(other -> isSame(other, all.get(column)))) {
            used.add(all.get(column));
        }
        return IntStream.range(0, used.size())
                .filter(i -> isSame(used.get(i), all.get(column)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isSame(Column one, Column other) {
        return one.source() == other.source() && one.text().equals(other.text());
    }

    static List<Column> columns() {
        return java.util.stream.Stream.of(SCORED, FACTS)
                .flatMap(source -> columns(source).stream())
                .toList();
    }

    private static List<Column> columns(int source) {
        return List.of(
                column(source, Projection.of((event, row) -> 1), "1"),
                column(source, Projection.of(NUMBER), "value"),
                column(source, Projection.of(NUMBER).where(IS_POSITIVE), "value where value > 0"),
                column(source, Projection.of(IS_POSITIVE), "value > 0"),
                column(
                        source,
                        (event, row) ->
                                event.isNull(2) ? io.millrace.feature.state.Rows.MISSING : TextHash.of(event.keyAt(2)),
                        "category"),
                column(source, Projection.of(ROUNDED), "value / 25"));
    }

    private static Column column(int source, Projection projection, String text) {
        return new Column(source, source == SCORED ? "scored" : "facts", projection, text);
    }

    static Event event(
            int source,
            String entity,
            long time,
            int partition,
            long offset,
            @Nullable Double value,
            @Nullable String category) {
        long[] bits = {0, value == null ? 0 : Double.doubleToRawLongBits(value), 0};
        @Nullable String[] strings = {entity, null, category};
        long nulls = (value == null ? 2 : 0) | (category == null ? 4 : 0);
        return new Event(source, partition, offset, time, 1, partition + "/" + offset, time, nulls, bits, strings);
    }
}
