package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregates;
import io.millrace.feature.aggregate.EventHash;
import io.millrace.feature.aggregate.Reading;
import io.millrace.feature.aggregate.Target;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.LogLayout;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder;
import io.millrace.feature.state.RowShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The features of one feature set over the events of one source: what is kept of them, and how the features are read. */
final class SourceFeatures {
    private static final int NO_PART = -1;

    private final int source;
    private final Projection[] projections;
    private final int[] firstWords;
    private final long[] values;
    private final LogLayout layout;
    private final Reading[] readings;
    private final int held;

    private SourceFeatures(FeatureSet set, int source, boolean isScored) {
        List<Integer> columns = IntStream.range(0, set.columns().size())
                .filter(column -> set.columns().get(column).source() == source)
                .boxed()
                .toList();
        RowShape shape = shape(set, columns);
        PartsBuilder parts = new PartsBuilder();
        List<Supplier<Reading>> planned = set.windows().stream()
                .filter(window -> columns.contains(window.column()))
                .map(window -> plan(window, target(window, columns, shape, parts, isScored)))
                .toList();
        PartsBuilder.@Nullable Handle events = events(set, columns, shape, parts, isScored);
        this.source = source;
        this.projections = columns.stream()
                .map(column -> set.columns().get(column).projection())
                .toArray(Projection[]::new);
        this.firstWords =
                IntStream.range(0, projections.length).map(shape::first).toArray();
        this.values = new long[shape.width()];
        this.layout = new LogLayout(
                source,
                set.columns().get(columns.get(0)).origin(),
                columns.stream().map(column -> set.columns().get(column).text()).toList(),
                shape,
                parts,
                isScored ? Edge.WITH_EVENT : Edge.before(0));
        this.readings = planned.stream().map(Supplier::get).toArray(Reading[]::new);
        this.held = events == null ? NO_PART : events.part();
    }

    private static RowShape shape(FeatureSet set, List<Integer> columns) {
        return new RowShape(columns.stream()
                .map(column -> set.columns().get(column).projection().words())
                .toList());
    }

    /** The hash of the events that any of the windows may hold: from where the longest one begins to where the first one ends; null where there is no window. */
    private static PartsBuilder.@Nullable Handle events(
            FeatureSet set, List<Integer> columns, RowShape shape, PartsBuilder parts, boolean isScored) {
        List<WindowedFeature> windows = set.windows().stream()
                .filter(window -> columns.contains(window.column()))
                .toList();
        if (windows.isEmpty()) {
            return null;
        }
        Edge right = windows.stream()
                .map(window -> right(window, isScored))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        boolean isLifetime = windows.stream().anyMatch(WindowedFeature::isLifetime);
        long reach = windows.stream().mapToLong(WindowedFeature::reach).max().orElseThrow();
        return EventHash.plan(parts, shape.width(), right, isLifetime ? null : Edge.before(reach));
    }

    /** For each source that feeds the set, its features. */
    static List<SourceFeatures> of(FeatureSet set, int scored) {
        List<SourceFeatures> all = new ArrayList<>();
        for (int source = 0; source < set.keySlots().size(); source++) {
            if (set.feeds(source)) {
                all.add(new SourceFeatures(set, source, source == scored));
            }
        }
        return all;
    }

    private static Supplier<Reading> plan(WindowedFeature window, Target target) {
        return window.begins() instanceof Beginning.Session session
                ? Aggregates.planSession(window.aggregate(), target, session.gap())
                : Aggregates.plan(window.aggregate(), target);
    }

    /** The texts of the parts that a lifetime window is read from; none for a window that ends. */
    static List<String> lifetimeParts(FeatureSet set, WindowedFeature window, int scored) {
        if (!window.isLifetime()) {
            return List.of();
        }
        Column column = set.columns().get(window.column());
        List<Integer> columns = window.by() < 0 ? List.of(window.column()) : List.of(window.column(), window.by());
        RowShape shape = shape(set, columns);
        PartsBuilder parts = new PartsBuilder();
        Aggregates.plan(window.aggregate(), target(window, columns, shape, parts, column.source() == scored));
        return new LogLayout(
                        column.source(),
                        column.origin(),
                        columns.stream()
                                .map(index -> set.columns().get(index).text())
                                .toList(),
                        shape,
                        parts,
                        Edge.before(0))
                .lifetime();
    }

    private static Target target(
            WindowedFeature window, List<Integer> columns, RowShape shape, PartsBuilder parts, boolean isScored) {
        return new Target(
                parts,
                shape.first(columns.indexOf(window.column())),
                window.by() < 0 ? -1 : shape.first(columns.indexOf(window.by())),
                right(window, isScored),
                window.isLifetime()
                        ? null
                        : Edge.before(
                                window.lag() + window.window(), window.begins().hop()),
                window.window(),
                window.lag(),
                window.empty(),
                window.slot());
    }

    private static Edge right(WindowedFeature window, boolean isScored) {
        if (window.lag() > 0 || !isScored) {
            return Edge.before(window.lag());
        }
        return window.withEvent() ? Edge.WITH_EVENT : Edge.WITHOUT_EVENT;
    }

    int source() {
        return source;
    }

    LogLayout layout() {
        return layout;
    }

    Reading[] readings() {
        return readings;
    }

    /** Says which events the windows held. */
    void noteHeld(PartState[] parts, int set, Frontier frontier) {
        if (held != NO_PART) {
            frontier.hold(set, source, EventHash.of(parts[held]));
        }
    }

    /** What is kept of an event, the words of each column; valid until the next call. */
    long[] project(Event event, double[] row) {
        for (int column = 0; column < projections.length; column++) {
            projections[column].write(event, row, values, firstWords[column]);
        }
        return values;
    }
}
