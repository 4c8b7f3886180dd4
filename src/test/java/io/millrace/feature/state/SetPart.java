package io.millrace.feature.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;

/** A part that keeps, for each edge, all rows behind it: what every part must be able to know. A column that is missing changes nothing. */
record SetPart(int column, boolean needsEveryEdge, boolean canFollow) implements Part {
    private static final Comparator<List<Long>> ORDER = Comparator.<List<Long>>comparingLong(row -> row.get(0))
            .thenComparingLong(row -> row.get(1))
            .thenComparingLong(row -> row.get(2));

    @Override
    public String text(IntFunction<String> columns) {
        return "set " + columns.apply(column) + " " + needsEveryEdge + " " + canFollow;
    }

    @Override
    public State create(List<Edge> edges) {
        State state = new State(canFollow);
        edges.forEach(edge -> state.behind.add(new TreeSet<>(ORDER)));
        return state;
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        State state = create(edges);
        for (TreeSet<List<Long>> rows : state.behind) {
            int size = in.readCount();
            for (int i = 0; i < size; i++) {
                rows.add(List.of(in.readLong(), in.readLong(), in.readLong(), in.readWord()));
            }
        }
        return state;
    }

    static final class State extends Reversible {
        private final boolean canFollow;
        final List<TreeSet<List<Long>>> behind = new ArrayList<>();

        State(boolean canFollow) {
            this.canFollow = canFollow;
        }

        private static List<Long> row(Rows rows, int row, int column) {
            return List.of(rows.time(row), (long) rows.partition(row), rows.offset(row), rows.bits(row, column));
        }

        @Override
        public void pass(int edge, Rows rows, int row) {
            if (rows.isMissing(row, 0)) {
                return;
            }
            TreeSet<List<Long>> set = behind.get(edge);
            List<Long> added = row(rows, row, 0);
            if (!set.isEmpty() && ORDER.compare(set.last(), added) >= 0) {
                throw new AssertionError(added + " passed edge " + edge + " after " + set.last());
            }
            set.add(added);
        }

        @Override
        public boolean insert(int edge, Rows rows, int row) {
            if (rows.isMissing(row, 0)) {
                return true;
            }
            if (canFollow && !behind.get(edge).add(row(rows, row, 0))) {
                throw new AssertionError("inserted twice at edge " + edge);
            }
            return canFollow;
        }

        @Override
        public boolean remove(int edge, Rows rows, int row) {
            if (rows.isMissing(row, 0)) {
                return true;
            }
            if (canFollow && !behind.get(edge).remove(row(rows, row, 0))) {
                throw new AssertionError("removed what is not behind edge " + edge);
            }
            return canFollow;
        }

        /** Told of the latest row that is left. */
        @Override
        public boolean takeBack(int edge, Rows rows, int row) {
            if (rows.isMissing(row, 0) || !canFollow) {
                return canFollow;
            }
            List<Long> last = behind.get(edge).pollLast();
            if (!row(rows, row, 0).equals(last)) {
                throw new AssertionError("taken back was " + row(rows, row, 0) + ", not " + last);
            }
            return true;
        }

        @Override
        public void write(StateWriter out) {
            for (TreeSet<List<Long>> rows : behind) {
                out.writeUnsigned(rows.size());
                for (List<Long> row : rows) {
                    out.writeLong(row.get(0));
                    out.writeLong(row.get(1));
                    out.writeLong(row.get(2));
                    out.writeWord(row.get(3));
                }
            }
        }
    }
}
