package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Lookahead;
import io.millrace.feature.state.OrderBridge;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A simulated log that tells parts which rows have come to lie behind their edges, in any order that it may. */
final class OrderHarness {
    private final Random random;
    private final TreeSet<LogRow> log = new TreeSet<>();
    private final List<Fed> parts = new ArrayList<>();
    private final List<Reading> readings;
    private LogRow now = LogRow.missing(Long.MIN_VALUE / 2, 0, 0);
    private int rebuilds;
    private int restarts;

    /** A part, and the rows that it was told of at each edge. */
    private static final class Fed {
        private final OrderBridge part;
        private final List<TreeSet<LogRow>> behind = new ArrayList<>();
        private PartState state;

        Fed(OrderBridge part) {
            this.part = part;
            this.state = part.create();
            part.edges().forEach(edge -> behind.add(new TreeSet<>()));
        }
    }

    OrderHarness(Random random, PartsBuilder parts, List<Supplier<Reading>> readings) {
        this.random = random;
        OrderBridge.build(parts).forEach(part -> this.parts.add(new Fed(part)));
        this.readings = readings.stream().map(Supplier::get).toList();
    }

    LogRow now() {
        return now;
    }

    Collection<LogRow> log() {
        return log;
    }

    int rebuilds() {
        return rebuilds;
    }

    int restarts() {
        return restarts;
    }

    /** What all readings give, in a row with so many slots. */
    double[] read(int slots) {
        PartState[] states = parts.stream().map(fed -> fed.state).toArray(PartState[]::new);
        double[] row = new double[slots];
        readings.forEach(reading -> reading.read(states, now.time(), row));
        return row;
    }

    /** Adds a row, which may lie behind edges already or be ahead of the event at hand. */
    void insert(LogRow row) {
        log.add(row);
        parts.forEach(fed -> insert(fed, row));
    }

    private void insert(Fed fed, LogRow row) {
        boolean done = true;
        for (int edge = 0; edge < fed.behind.size(); edge++) {
            if (row.isBehind(fed.part.edges().get(edge), now)) {
                TreeSet<LogRow> behind = fed.behind.get(edge);
                boolean newest = behind.higher(row) == null;
                behind.add(row);
                if (newest && random.nextBoolean()) {
                    fed.state.pass(edge, row.alone(), 0);
                } else {
                    done &= fed.state.insert(edge, row.alone(), 0);
                }
            }
        }
        if (!done) {
            rebuild(fed);
        }
    }

    void remove(LogRow row) {
        log.remove(row);
        parts.forEach(fed -> remove(fed, row));
    }

    private void remove(Fed fed, LogRow row) {
        boolean done = true;
        for (int edge = 0; edge < fed.behind.size(); edge++) {
            if (fed.behind.get(edge).remove(row)) {
                done &= fed.state.remove(edge, row.alone(), 0);
            }
        }
        if (!done) {
            rebuild(fed);
        }
    }

    private void rebuild(Fed fed) {
        rebuilds++;
        fed.state = fed.part.create();
        for (int edge = 0; edge < fed.behind.size(); edge++) {
            fed.behind.get(edge).clear();
            for (LogRow row : log) {
                if (row.isBehind(fed.part.edges().get(edge), now)) {
                    fed.behind.get(edge).add(row);
                    fed.state.pass(edge, row.alone(), 0);
                }
            }
        }
    }

    /** Moves on to a later event: rows pass edges, each edge in order, edges in any order that takes each row from right to left. */
    void moveTo(LogRow event) {
        now = event;
        for (Fed fed : parts) {
            List<List<LogRow>> waiting = new ArrayList<>();
            for (int edge = 0; edge < fed.behind.size(); edge++) {
                waiting.add(waiting(fed, edge));
            }
            while (waiting.stream().anyMatch(rows -> !rows.isEmpty())) {
                passOne(fed, waiting, random.nextInt(waiting.size()));
            }
        }
    }

    private List<LogRow> waiting(Fed fed, int edge) {
        Edge at = fed.part.edges().get(edge);
        List<LogRow> rows = new ArrayList<>();
        for (LogRow row : log) {
            if (row.isBehind(at, now) && !fed.behind.get(edge).contains(row)) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static void passOne(Fed fed, List<List<LogRow>> waiting, int edge) {
        List<LogRow> rows = waiting.get(edge);
        if (!rows.isEmpty() && (edge == 0 || fed.behind.get(edge - 1).contains(rows.get(0)))) {
            LogRow row = rows.remove(0);
            fed.behind.get(edge).add(row);
            fed.state.pass(edge, row.alone(), 0);
        }
    }

    /** Offers rows to whoever needs them. */
    void settle() {
        for (Fed fed : parts) {
            if (fed.state instanceof Lookahead lookahead && lookahead.needsRows()) {
                restarts++;
                restart(fed, lookahead);
            }
        }
    }

    private void restart(Fed fed, Lookahead lookahead) {
        lookahead.restart();
        for (LogRow row : log) {
            boolean isInWindow = fed.behind.get(0).contains(row)
                    && (fed.part.isLifetime() || !fed.behind.get(1).contains(row));
            if (isInWindow && !lookahead.offer(row.alone(), 0)) {
                return;
            }
        }
    }

    /** Lets go of rows that no window reaches any more. */
    void prune() {
        if (parts.stream().noneMatch(fed -> fed.part.isLifetime())) {
            log.removeIf(row -> parts.stream().allMatch(fed -> row.isBehind(leftmost(fed), now)));
        }
    }

    private static Edge leftmost(Fed fed) {
        return fed.part.edges().get(fed.part.edges().size() - 1);
    }

    /**
     * Replaces every state by a copy that was read from its bytes.
     *
     * @throws AssertionError where the copy has other bytes, or bytes are left
     */
    void copyThroughBytes() {
        for (Fed fed : parts) {
            byte[] bytes = bytes(fed.state);
            StateReader in = new StateReader();
            in.reset(bytes);
            fed.state = fed.part.read(in);
            if (!in.isAtEnd() || !Arrays.equals(bytes, bytes(fed.state))) {
                throw new AssertionError("a copy of " + fed.part.text() + " differs");
            }
        }
    }

    static byte[] bytes(PartState state) {
        StateWriter out = new StateWriter();
        state.write(out);
        return out.toBytes();
    }
}
