package io.millrace.feature.spi.testing;

import io.millrace.feature.Column;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.Projection;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.aggregate.Aggregate.Custom;
import io.millrace.feature.spi.testing.Step.Arrival;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Random windows of one aggregate over one source. */
final class Windows {
    private static final int LONGEST = 400;

    private final FeatureSet set;

    private Windows(FeatureSet set) {
        this.set = set;
    }

    /** Windows that share right edges and such that do not, with and without the event, one that never ends. */
    static Windows random(Random random, Custom aggregate) {
        List<WindowedFeature> windows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            add(windows, aggregate, 1 + random.nextInt(LONGEST), 0, true);
            add(windows, aggregate, 1 + random.nextInt(LONGEST), 0, false);
            add(windows, aggregate, 1 + random.nextInt(LONGEST), 1 + random.nextInt(LONGEST), true);
        }
        add(windows, aggregate, WindowedFeature.LIFETIME, 0, true);
        List<Column> columns = IntStream.rangeClosed(1, aggregate.accumulator().inputs())
                .mapToObj(Windows::column)
                .toList();
        return new Windows(new FeatureSet("entity", 0, List.of(List.of(0)), columns, windows, 0));
    }

    private static void add(List<WindowedFeature> windows, Custom aggregate, long window, long lag, boolean withEvent) {
        int second = aggregate.accumulator().inputs() == 2 ? 1 : -1;
        int slot = windows.size() * aggregate.suffixes().size();
        windows.add(new WindowedFeature(aggregate, 0, second, window, lag, withEvent, Double.NaN, slot));
    }

    private static Column column(int slot) {
        return new Column(0, "events", Projection.of((event, row) -> event.doubleAt(slot)), "value " + slot);
    }

    FeatureSet set() {
        return set;
    }

    /** How many slots all values take. */
    int slots() {
        return set.windows().size()
                * set.windows().get(0).aggregate().suffixes().size();
    }

    /** Whether an event is in the window of another one. */
    static boolean holds(WindowedFeature window, Arrival event, Arrival at) {
        long end = at.time() - window.lag();
        if (!window.isLifetime() && event.time() <= end - window.window()) {
            return false;
        }
        if (window.lag() > 0) {
            return event.time() <= end;
        }
        int order = Arrival.ORDER.compare(event, at);
        return order < 0 || (order == 0 && window.withEvent());
    }

    static String text(WindowedFeature window) {
        return "of " + (window.isLifetime() ? "lifetime" : window.window() + " ms")
                + (window.lag() > 0 ? " with lag " + window.lag() + " ms" : "")
                + (window.withEvent() ? "" : " without the event");
    }
}
