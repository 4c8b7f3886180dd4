package io.millrace.feature;

import io.millrace.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feature plans and events built by hand: a source 0 that is scored and a source 1 of facts, both with an entity key in slot 0 and a value in slot 1. */
final class Plans {
    static final int SCORED = 0;
    static final int FACTS = 1;

    private static final Expression VALUE = (event, row) -> event.isNull(1) ? Double.NaN : event.doubleAt(1);
    private static final Expression ONE = (event, row) -> 1;
    private static final Expression POSITIVE = (event, row) -> !event.isNull(1) && event.doubleAt(1) > 0 ? 1 : 0;

    private Plans() {}

    /** Columns: 0 every scored event, 1 its value, 2 its value where positive, 3 every fact, 4 its value. */
    static FeaturePlan of(List<WindowedFeature> windows) {
        List<Column> columns = List.of(
                new Column(SCORED, "scored", Projection.of(ONE), "1"),
                new Column(SCORED, "scored", Projection.of(VALUE), "value"),
                new Column(SCORED, "scored", Projection.of(VALUE).where(POSITIVE), "value where value > 0"),
                new Column(FACTS, "facts", Projection.of(ONE), "1"),
                new Column(FACTS, "facts", Projection.of(VALUE), "value"));
        FeatureSet set = new FeatureSet("entity", 0, List.of(List.of(0), List.of(0)), columns, windows);
        List<Feature> features = new ArrayList<>();
        for (WindowedFeature window : windows) {
            features.add(new Feature("f" + window.slot(), window.slot(), FeatureKind.REAL, window.toString()));
        }
        return new FeaturePlan(
                SCORED,
                List.of(set),
                List.of(),
                features,
                features.stream().map(Feature::slot).toList(),
                0);
    }

    static Event event(int source, String entity, long time, int partition, long offset, @Nullable Double value) {
        long[] bits = {0, value == null ? 0 : Double.doubleToRawLongBits(value)};
        @Nullable String[] strings = {entity, null};
        return new Event(
                source,
                partition,
                offset,
                time,
                1,
                partition + "/" + offset,
                time,
                value == null ? 2 : 0,
                bits,
                strings);
    }
}
