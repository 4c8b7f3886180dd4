package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.SumsHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Aggregates over windows of column 0, driven by a {@link SumsHarness}, and the values in each window by a scan of all rows. */
final class SumWindows {
    /** @param length {@link Long#MAX_VALUE} for a lifetime window */
    record Window(long length, long lag, boolean current) {
        Edge right() {
            return lag > 0 ? Edge.before(lag) : current ? Edge.WITH_EVENT : Edge.WITHOUT_EVENT;
        }

        boolean isLifetime() {
            return length == Long.MAX_VALUE;
        }

        Target target(PartsBuilder parts, double empty, int slot) {
            Edge left = isLifetime() ? null : Edge.before(lag + length);
            return new Target(parts, 0, -1, right(), left, length, lag, empty, slot);
        }

        boolean holds(Rows rows, int row, Event at) {
            long time = rows.time(row);
            boolean behindRight = lag > 0
                    ? time <= at.time() - lag
                    : rows.compare(row, at.time(), at.partition(), at.offset()) < (current ? 1 : 0);
            return behindRight && (isLifetime() || time > at.time() - lag - length);
        }
    }

    record Event(long time, int partition, long offset) {}

    /** A value of a window and its time. */
    record Entry(long time, double value) {}

    static final double EMPTY = -77;

    private final SumsHarness harness;
    private final List<Aggregate> aggregates;
    private final List<Window> windows;
    private final List<Reading> readings = new ArrayList<>();
    private final List<Integer> slots = new ArrayList<>();
    private int width;

    SumWindows(List<Aggregate> aggregates, List<Window> windows, Random random) {
        this.harness = new SumsHarness(1, random);
        this.aggregates = aggregates;
        this.windows = windows;
        plan();
    }

    private void plan() {
        List<Supplier<Reading>> planned = new ArrayList<>();
        for (Window window : windows) {
            for (Aggregate aggregate : aggregates) {
                planned.add(SumPlans.plan(aggregate, window.target(harness.parts(), EMPTY, width)));
                slots.add(width);
                width += aggregate.suffixes().size();
            }
        }
        harness.start();
        planned.forEach(reading -> readings.add(reading.get()));
    }

    SumsHarness harness() {
        return harness;
    }

    void put(Event event, double value) {
        harness.put(event.time(), event.partition(), event.offset(), Double.doubleToLongBits(value));
    }

    /** Moves on to an event and reads everything. */
    double[] read(Event at) {
        harness.moveTo(at.time(), at.partition(), at.offset());
        double[] row = new double[width];
        PartState[] states = harness.states();
        readings.forEach(reading -> reading.read(states, at.time(), row));
        return row;
    }

    /** What a row of readings has for an aggregate in a window; of several values the i-th. */
    double value(double[] row, int window, int aggregate, int i) {
        return row[slots.get(window * aggregates.size() + aggregate) + i];
    }

    /** The values in a window. */
    List<Entry> scan(int window, Event at) {
        Rows rows = harness.rows();
        List<Entry> entries = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            if (windows.get(window).holds(rows, row, at) && !rows.isMissing(row, 0)) {
                entries.add(new Entry(rows.time(row), rows.number(row, 0)));
            }
        }
        return entries;
    }
}
