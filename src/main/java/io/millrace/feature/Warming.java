package io.millrace.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The features of a set whose windows reach back to before their history was kept. Until event time has passed that, they are missing, never undercounted.
 *
 * <p>A lifetime window reaches back to the beginning. One that came with a later definition is missing for ever: it would be right only in a job that begins anew.
 *
 * <p>A window over values that were computed from other sets' features reaches back through those: what they did not know while they were warming is missing from it too. So each event carries on
 * which features that later sets read are warming, or were within the reach of those sets.
 */
public final class Warming {
    private final List<WarmingWindow> windows;
    private final long reachBehind;
    private final long ends;
    private WarmingSlots latest = WarmingSlots.NONE;

    /** @param index of the set in {@link FeaturePlan#sets} */
    public Warming(FeaturePlan plan, int index, ColumnHistory history) {
        FeatureSet set = plan.sets().get(index);
        List<FeatureSet> behind = plan.sets().subList(index + 1, plan.sets().size());
        Set<Integer> read = new HashSet<>();
        behind.forEach(later -> later.columns().forEach(column -> read.addAll(column.reads())));
        this.reachBehind = behind.stream().mapToLong(FeatureSet::reach).reduce(0, WarmingWindow::later);
        this.windows = set.windows().stream()
                .map(window -> window(set, window, since(plan, set, window, history), read))
                .filter(WarmingWindow::mayWarm)
                .toList();
        this.ends = windows.stream()
                .mapToLong(WarmingWindow::until)
                .filter(until -> until > Long.MIN_VALUE)
                .map(until -> WarmingWindow.later(until, reachBehind))
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private static WarmingWindow window(FeatureSet set, WindowedFeature window, long since, Set<Integer> read) {
        List<Integer> reads = columns(set, window).stream()
                .flatMap(column -> column.reads().stream())
                .toList();
        long reach = window.isLifetime() ? Long.MAX_VALUE : window.reach();
        int values = window.aggregate().suffixes().size();
        return new WarmingWindow(
                window.slot(),
                values,
                reach,
                since == Long.MIN_VALUE ? Long.MIN_VALUE : WarmingWindow.later(since, reach),
                reads,
                read.stream().anyMatch(slot -> slot >= window.slot() && slot < window.slot() + values));
    }

    private static long since(FeaturePlan plan, FeatureSet set, WindowedFeature window, ColumnHistory history) {
        LongStream since = window.isLifetime()
                ? SourceFeatures.lifetimeParts(set, window, plan.scored()).stream()
                        .mapToLong(part -> history.lifetimeSince(
                                set.columns().get(window.column()).origin(), part))
                : columns(set, window).stream().mapToLong(history::since);
        return since.max().orElseThrow();
    }

    private static List<Column> columns(FeatureSet set, WindowedFeature window) {
        Column column = set.columns().get(window.column());
        return window.by() < 0 ? List.of(column) : List.of(column, set.columns().get(window.by()));
    }

    /**
     * Makes the features that are warming for an event missing.
     *
     * @param inputs what is said of the features of earlier sets
     * @return what is to be said to later sets
     */
    public WarmingSlots apply(long time, double[] row, WarmingSlots inputs) {
        latest = inputs;
        if (time >= ends && inputs.all().isEmpty()) {
            return inputs;
        }
        List<WarmingSlots.Until> own = new ArrayList<>();
        for (WarmingWindow window : windows) {
            long until = window.until(inputs);
            if (time < until) {
                window.clear(row);
            }
            if (window.isRead() && until > Long.MIN_VALUE && time < WarmingWindow.later(until, reachBehind)) {
                window.tell(until, own::add);
            }
        }
        return inputs.and(own);
    }

    /** How many features are warming at a time, given what the last event carried. */
    public int count(long time) {
        int count = 0;
        for (WarmingWindow window : windows) {
            count += time < window.until(latest) ? window.values() : 0;
        }
        return count;
    }
}
