package io.millrace.feature.state;

import java.util.List;
import java.util.Random;

/**
 * Drives parts as a log does: rows come to lie behind edges as events come, late rows are put in, rows are deleted, and state is written and read in between. Rows that come to
 * an edge at once do so edge by edge or row by row, as the random source says.
 */
public final class SumsHarness {
    private final PartsBuilder builder = new PartsBuilder();
    private final Random random;
    private final Rows rows;
    private List<PlacedPart> placed = List.of();
    private PartState[] states = {};
    private int[][] behind = {};
    private long time = Long.MIN_VALUE;
    private int partition;
    private long offset;

    public SumsHarness(int columns, Random random) {
        this.rows = new Rows(columns);
        this.random = random;
    }

    /** For planning, until {@link #start}. */
    public PartsBuilder parts() {
        return builder;
    }

    public void start() {
        placed = builder.build(column -> "column " + column);
        states = placed.stream().map(PlacedPart::create).toArray(PartState[]::new);
        behind = placed.stream().map(part -> new int[part.edges().size()]).toArray(int[][]::new);
    }

    public PartState[] states() {
        return states;
    }

    public Rows rows() {
        return rows;
    }

    public List<String> texts() {
        return placed.stream().map(PlacedPart::text).toList();
    }

    /** Puts a row into the log: behind the edges where it belongs already, if it is late. */
    public void put(long rowTime, int rowPartition, long rowOffset, long... values) {
        int row = rows.insertAt(rows.before(rowTime, rowPartition, rowOffset), rowTime, rowPartition, rowOffset);
        for (int column = 0; column < values.length; column++) {
            rows.set(row, column, values[column]);
        }
        forEachEdge((part, edge) -> {
            if (row < target(placed.get(part).edges().get(edge))) {
                demand(states[part].insert(edge, rows, row), part);
                behind[part][edge]++;
            }
        });
    }

    /** Deletes a row. */
    public void delete(int row) {
        forEachEdge((part, edge) -> {
            if (row < behind[part][edge]) {
                demand(states[part].remove(edge, rows, row), part);
                behind[part][edge]--;
            }
        });
        rows.removeAt(row);
    }

    private void demand(boolean done, int part) {
        if (!done) {
            throw new AssertionError(placed.get(part).text() + " asks to be made anew");
        }
    }

    /** Moves on to an event at hand, which must not come before the last one. */
    public void moveTo(long eventTime, int eventPartition, long eventOffset) {
        time = eventTime;
        partition = eventPartition;
        offset = eventOffset;
        if (random.nextBoolean()) {
            forEachEdge((part, edge) -> passAll(part, edge, Integer.MAX_VALUE));
        } else {
            for (int row = 0; row < rows.size(); row++) {
                int last = row;
                forEachEdge((part, edge) -> passAll(part, edge, last + 1));
            }
        }
    }

    private void passAll(int part, int edge, int end) {
        int target = Math.min(end, target(placed.get(part).edges().get(edge)));
        for (; behind[part][edge] < target; behind[part][edge]++) {
            states[part].pass(edge, rows, behind[part][edge]);
        }
    }

    /** How many rows lie behind an edge of the event at hand. */
    private int target(Edge edge) {
        if (time == Long.MIN_VALUE) {
            return 0;
        }
        return switch (edge.kind()) {
            case WITH_EVENT -> rows.upTo(time, partition, offset);
            case WITHOUT_EVENT -> rows.before(time, partition, offset);
            case BEFORE -> rows.upTo(time - edge.offset());
        };
    }

    /** Writes all parts and reads them again; each must read what it wrote to the last byte. */
    public int writeAndRead() {
        int length = 0;
        for (int part = 0; part < states.length; part++) {
            StateWriter out = new StateWriter();
            states[part].write(out);
            StateReader in = new StateReader();
            in.reset(out.toBytes());
            states[part] = placed.get(part).read(in);
            if (!in.isAtEnd()) {
                throw new AssertionError(placed.get(part).text() + " did not read all that it wrote");
            }
            length += out.length();
        }
        return length;
    }

    private interface EdgeAction {
        void at(int part, int edge);
    }

    private void forEachEdge(EdgeAction action) {
        for (int part = 0; part < states.length; part++) {
            for (int edge = 0; edge < behind[part].length; edge++) {
                action.at(part, edge);
            }
        }
    }
}
