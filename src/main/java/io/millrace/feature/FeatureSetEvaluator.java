package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.aggregate.Aggregate.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Evaluates the windowed features of one feature set over the state of one entity.
 *
 * <p>A feature is a function of the set of events in the state. The window of an event at time t with lag g is {@code (t - g -
 * window, t - g]}. As of an event means: of its own source, the events at or before it in the order of (time, partition, offset), itself
 * included; of other sources, those with a time at or before t. What lies later is in the state but not in the window, so that early and late events
 * alike are computed as of their own time.
 *
 * <p>Windows over the same column with the same lag end at the same row, so one walk back in time serves them all. Used by one thread.
 */
public final class FeatureSetEvaluator {
    private static final double[] NO_FEATURES = {};

    private final FeatureSet set;
    private final int scored;
    private final long reach;
    private final List<Walk> walks;
    private final List<List<Integer>> columnsOfSource = new ArrayList<>();
    private final ExactSum sum = new ExactSum();
    private final Offsets seen = new Offsets();

    /** @param scored index of the source whose events are scored */
    public FeatureSetEvaluator(FeatureSet set, int scored) {
        this.set = set;
        this.scored = scored;
        this.reach = set.reach();
        this.walks = walks(set);
        for (int source = 0; source < set.keySlots().size(); source++) {
            columnsOfSource.add(columnsOf(set, source));
        }
    }

    /** The aggregates of one column with one lag, by ascending window. */
    private record Walk(int source, int column, long lag, boolean sums, List<WindowedFeature> windows) {}

    private static List<Walk> walks(FeatureSet set) {
        TreeMap<Long, List<WindowedFeature>> byLag = new TreeMap<>();
        List<Walk> walks = new ArrayList<>();
        for (int column = 0; column < set.columns().size(); column++) {
            byLag.clear();
            for (WindowedFeature window : set.windows()) {
                if (window.column() == column) {
                    byLag.computeIfAbsent(window.lag(), lag -> new ArrayList<>())
                            .add(window);
                }
            }
            int source = set.columns().get(column).source();
            int columnOfLog = columnsOf(set, source).indexOf(column);
            byLag.forEach((lag, windows) -> {
                windows.sort(Comparator.comparingLong(WindowedFeature::window));
                boolean sums = windows.stream().anyMatch(w -> w.aggregate() == Plain.SUM || w.aggregate() == Plain.AVG);
                walks.add(new Walk(source, columnOfLog, lag, sums, List.copyOf(windows)));
            });
        }
        return walks;
    }

    private static List<Integer> columnsOf(FeatureSet set, int source) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < set.columns().size(); i++) {
            if (set.columns().get(i).source() == source) {
                indices.add(i);
            }
        }
        return indices;
    }

    /** The state of an entity of which nothing has been seen. */
    public EntityState emptyState() {
        List<EventLog> logs = new ArrayList<>();
        for (int source = 0; source < set.keySlots().size(); source++) {
            if (feeds(source)) {
                logs.add(new EventLog(source, columnsOfSource.get(source).size()));
            }
        }
        return new EntityState(logs);
    }

    /** Whether events of a source belong into the state. */
    public boolean feeds(int source) {
        return !columnsOfSource.get(source).isEmpty();
    }

    /** Puts an event of a source that feeds the set into the state; one that is there already changes nothing. */
    public void add(EntityState state, Event event) {
        EventLog log = state.log(event.source());
        int row = log.insert(event.time(), event.partition(), event.offset());
        if (row < 0) {
            return;
        }
        List<Integer> columns = columnsOfSource.get(event.source());
        for (int i = 0; i < columns.size(); i++) {
            log.set(
                    row,
                    i,
                    Double.longBitsToDouble(
                            set.columns().get(columns.get(i)).projection().bits(event, NO_FEATURES)));
        }
    }

    /**
     * Lets go of events that no window of an event still to come can hold.
     *
     * @param earliest no event before this time, in epoch milliseconds, will be evaluated any more
     */
    public void forget(EntityState state, long earliest) {
        if (earliest < Long.MIN_VALUE + reach) {
            return;
        }
        for (EventLog log : state.logs()) {
            log.forgetUntil(earliest - reach);
        }
    }

    /** Writes the set's features as of a scored event into the row, and what the entity had seen by then into the frontier. */
    public void evaluate(EntityState state, Event event, double[] row, Frontier frontier) {
        for (Walk walk : walks) {
            walk(walk, state.log(walk.source()), event, row);
        }
        for (EventLog log : state.logs()) {
            noteSeen(log, rowsAsOf(log, event, 0), frontier);
        }
    }

    private int rowsAsOf(EventLog log, Event event, long lag) {
        return lag == 0 && log.source() == scored
                ? log.rowsUpTo(event.time(), event.partition(), event.offset())
                : log.rowsUpTo(event.time() - lag);
    }

    private void walk(Walk walk, EventLog log, Event event, double[] row) {
        sum.clear();
        long count = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        int next = rowsAsOf(log, event, walk.lag()) - 1;
        for (WindowedFeature window : walk.windows()) {
            long leftEdge = event.time() - window.lag() - window.window();
            for (; next >= 0 && log.time(next) > leftEdge; next--) {
                double value = log.value(next, walk.column());
                if (!Double.isNaN(value)) {
                    count++;
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    if (walk.sums()) {
                        sum.add(value);
                    }
                }
            }
            row[window.slot()] = count == 0 ? 0 : result((Plain) window.aggregate(), count, min, max);
        }
    }

    private double result(Plain aggregation, long count, double min, double max) {
        return switch (aggregation) {
            case COUNT -> count;
            case SUM -> sum.value();
            case AVG -> sum.value() / count;
            case MIN -> min;
            case MAX -> max;
            default -> throw new IllegalArgumentException(aggregation + " is not known here");
        };
    }

    private void noteSeen(EventLog log, int rows, Frontier frontier) {
        seen.clear();
        seen.raiseAll(log.forgotten());
        for (int row = 0; row < rows; row++) {
            seen.raise(log.partition(row), log.offset(row));
        }
        for (int i = 0; i < seen.size(); i++) {
            frontier.add(set.index(), log.source(), seen.partition(i), seen.offset(i));
        }
    }
}
