package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.util.ArrayList;
import java.util.List;

/** The number of rows of each group in each window, and the exact sum of their values. A group without a row in the longest window leaves. */
final class SumsState extends KeyedState {
    private final GroupSums part;
    private final int edges;
    private final KeyedCounts counts;
    private final List<ExactSums> sums;

    SumsState(GroupSums part, int edges) {
        this(part, edges, new KeyedCounts(edges), new ArrayList<>());
    }

    private SumsState(GroupSums part, int edges, KeyedCounts counts, List<ExactSums> sums) {
        this.part = part;
        this.edges = edges;
        this.counts = counts;
        this.sums = sums;
    }

    @Override
    public KeyedCounts counts() {
        return counts;
    }

    /** The sum of the values of a row of {@link #counts} in a window. */
    double sum(int row, int window) {
        ExactSums group = sums.get(row);
        return edges == 1 ? group.total() : group.between(window + 1);
    }

    @Override
    public void pass(int edge, Rows rows, int row) {
        add(edge, rows, row);
    }

    @Override
    public boolean insert(int edge, Rows rows, int row) {
        add(edge, rows, row);
        return true;
    }

    @Override
    public boolean remove(int edge, Rows rows, int row) {
        long key = part.key(rows, row);
        if (key != Rows.MISSING) {
            int at = open(key);
            counts.add(at, edge, -1);
            sums.get(at).subtract(edge, rows.number(row, part.column()));
            closeIfVacant(at);
        }
        return true;
    }

    private void add(int edge, Rows rows, int row) {
        long key = part.key(rows, row);
        if (key != Rows.MISSING) {
            int at = open(key);
            counts.add(at, edge, 1);
            sums.get(at).add(edge, rows.number(row, part.column()));
            closeIfVacant(at);
        }
    }

    private int open(long key) {
        int at = counts.indexOf(key);
        if (at >= 0) {
            return at;
        }
        counts.insertAt(~at, key);
        sums.add(~at, new ExactSums(edges));
        return ~at;
    }

    private void closeIfVacant(int row) {
        if (counts.isVacant(row) && sumsToZero(row)) {
            counts.removeAt(row);
            sums.remove(row);
        }
    }

    /**
     * While a row is taken out edge by edge, counts may be zero for a moment although another row of the group is there. Then its value is not lost: the group leaves only
     * where sums are zero as well, so that nothing is forgotten with it.
     */
    private boolean sumsToZero(int row) {
        for (int window = 0; window < Math.max(1, edges - 1); window++) {
            if (sum(row, window) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void write(StateWriter out) {
        counts.write(out);
        for (int row = 0; row < sums.size(); row++) {
            sums.get(row).write(out);
        }
    }

    /** Reads what {@link #write} wrote for as many edges. */
    static SumsState read(GroupSums part, int edges, StateReader in) {
        KeyedCounts counts = KeyedCounts.read(edges, in);
        List<ExactSums> sums = new ArrayList<>(counts.size() + 1);
        for (int row = 0; row < counts.size(); row++) {
            sums.add(ExactSums.read(edges, in));
        }
        return new SumsState(part, edges, counts, sums);
    }
}
