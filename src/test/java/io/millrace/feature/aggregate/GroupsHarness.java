package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.GroupsBridge;
import io.millrace.feature.state.GroupsBridge.Placement;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder;
import io.millrace.feature.state.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A log of two columns, values and groups, whose rows come to lie behind the edges of parts as time moves on, and are put in late, deleted and let go. */
final class GroupsHarness {
    static final int VALUES = 0;
    static final int GROUPS = 1;
    static final double EMPTY = -77;

    private final Random random;
    private final PartsBuilder builder = new PartsBuilder();
    private final List<Feature> features = new ArrayList<>();
    private final List<Fed> parts = new ArrayList<>();
    private final Rows log = new Rows(2);
    private int slots;
    private long nextOffset = 1;
    private long time;
    private int partition;
    private long offset;

    GroupsHarness(Random random) {
        this.random = random;
    }

    /** One window of an aggregate. */
    record Feature(Aggregate aggregate, Target target, Supplier<Reading> reading) {
        @Override
        public String toString() {
            return aggregate.text() + " at " + target.slot() + " over " + target.right() + " to " + target.left();
        }
    }

    private static final class Fed {
        private final Placement placement;
        private final int[] behind;
        private PartState state;

        Fed(Placement placement) {
            this.placement = placement;
            this.behind = new int[placement.edges().size()];
            this.state = placement.create();
        }
    }

    /** Adds a feature before {@link #start}; a window of {@link Long#MAX_VALUE} lasts a lifetime. */
    void add(Aggregate aggregate, Edge right, long lag, long window) {
        Edge left = window == Long.MAX_VALUE ? null : Edge.before(lag + window);
        Target target = new Target(builder, VALUES, GROUPS, right, left, window, lag, EMPTY, slots);
        features.add(new Feature(aggregate, target, GroupPlans.plan(aggregate, target)));
        slots += aggregate.suffixes().size();
    }

    void start() {
        GroupsBridge.build(builder, column -> "column " + column).forEach(placed -> parts.add(new Fed(placed)));
    }

    List<Feature> features() {
        return features;
    }

    List<PartState> states() {
        return parts.stream().map(fed -> fed.state).toList();
    }

    long time() {
        return time;
    }

    /** The next event, which moves the edges. */
    void next(long later, long value, long group) {
        time += later;
        partition = later == 0 ? partition : random.nextInt(3);
        offset = nextOffset++;
        set(log.append(time, partition, offset), value, group);
        parts.forEach(random.nextBoolean() ? this::moveEdgeByEdge : this::moveRowByRow);
    }

    private void moveEdgeByEdge(Fed fed) {
        for (int edge = 0; edge < fed.behind.length; edge++) {
            while (fed.behind[edge] < log.size()
                    && isBehind(fed.placement.edges().get(edge), fed.behind[edge])) {
                fed.state.pass(edge, log, fed.behind[edge]++);
            }
        }
    }

    private void moveRowByRow(Fed fed) {
        for (int row = fed.behind[fed.behind.length - 1]; row < log.size(); row++) {
            for (int edge = 0; edge < fed.behind.length; edge++) {
                if (fed.behind[edge] == row && isBehind(fed.placement.edges().get(edge), row)) {
                    fed.state.pass(edge, log, row);
                    fed.behind[edge]++;
                }
            }
        }
    }

    boolean isBehind(Edge edge, int row) {
        return switch (edge.kind()) {
            case WITH_EVENT -> log.compare(row, time, partition, offset) <= 0;
            case WITHOUT_EVENT -> log.compare(row, time, partition, offset) < 0;
            case BEFORE -> log.time(row) <= time - edge.offset();
        };
    }

    /** An event that comes before the one at hand in order. */
    void insertLate(long earlier, long value, long group) {
        int latePartition = random.nextInt(3);
        long lateOffset = nextOffset++;
        int row = log.upTo(time - earlier, latePartition, lateOffset);
        log.insertAt(row, time - earlier, latePartition, lateOffset);
        set(row, value, group);
        if (log.compare(row, time, partition, offset) > 0) {
            log.removeAt(row);
            return;
        }
        parts.forEach(fed -> insert(fed, row));
    }

    private void insert(Fed fed, int row) {
        boolean taken = true;
        for (int edge = 0; edge < fed.behind.length; edge++) {
            if (isBehind(fed.placement.edges().get(edge), row)) {
                boolean isNewest = row == fed.behind[edge]++;
                if (isNewest) {
                    fed.state.pass(edge, log, row);
                } else {
                    taken &= fed.state.insert(edge, log, row);
                }
            }
        }
        if (!taken) {
            fed.state = anew(fed);
        }
    }

    void delete() {
        int row = random.nextInt(log.size());
        List<Fed> refusing = parts.stream().filter(fed -> !takesOut(fed, row)).toList();
        log.removeAt(row);
        refusing.forEach(fed -> fed.state = anew(fed));
    }

    private boolean takesOut(Fed fed, int row) {
        boolean taken = true;
        for (int edge = 0; edge < fed.behind.length && row < fed.behind[edge]; edge++) {
            taken &= fed.state.remove(edge, log, row);
            fed.behind[edge]--;
        }
        return taken;
    }

    private PartState anew(Fed fed) {
        PartState state = fed.placement.create();
        for (int edge = 0; edge < fed.behind.length; edge++) {
            for (int row = 0; row < fed.behind[edge]; row++) {
                state.pass(edge, log, row);
            }
        }
        return state;
    }

    void copyThroughBytes() {
        parts.forEach(fed -> fed.state = fed.placement.copyThroughBytes(fed.state));
    }

    /** Lets go the rows that lie behind all edges, unless a window lasts a lifetime. */
    void letGo() {
        boolean lifetime = parts.stream().anyMatch(fed -> fed.behind.length == 1);
        int count = lifetime
                ? 0
                : parts.stream()
                        .mapToInt(fed -> fed.behind[fed.behind.length - 1])
                        .min()
                        .orElse(0);
        log.removeFirst(count);
        parts.forEach(fed -> Arrays.setAll(fed.behind, edge -> fed.behind[edge] - count));
    }

    boolean isEmpty() {
        return log.size() == 0;
    }

    double[] read() {
        double[] row = new double[slots];
        PartState[] states = states().toArray(PartState[]::new);
        features.forEach(feature -> feature.reading().get().read(states, time, row));
        return row;
    }

    /** What the features are by a scan of the log. */
    double[] scan() {
        double[] row = new double[slots];
        for (Feature feature : features) {
            double[] values = new NaiveGroups(log, window(feature.target())).of(feature.aggregate());
            System.arraycopy(values, 0, row, feature.target().slot(), values.length);
        }
        return row;
    }

    private List<Integer> window(Target target) {
        List<Integer> window = new ArrayList<>();
        for (int row = 0; row < log.size(); row++) {
            if (isBehind(target.right(), row) && (target.left() == null || !isBehind(target.left(), row))) {
                window.add(row);
            }
        }
        return window;
    }

    /** Texts of parts whose bytes are not those of a part made anew; sums keep what left them, and are not compared. */
    List<String> partsThatRememberMore() {
        return parts.stream()
                .filter(fed -> !(fed.state instanceof SumsState))
                .filter(fed -> !Arrays.equals(GroupsBridge.bytes(fed.state), GroupsBridge.bytes(anew(fed))))
                .map(fed -> fed.placement.text())
                .toList();
    }

    private void set(int row, long value, long group) {
        log.set(row, VALUES, value);
        log.set(row, GROUPS, group);
    }
}
