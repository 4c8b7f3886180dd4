package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Counts the rows of each group that have a value, and sums their values exactly.
 *
 * @param column the column of values, which are numbers
 * @param by the column of groups
 */
record GroupSums(int column, int by, GroupKeys keys) implements KeyedPart {
    @Override
    public long key(Rows rows, int row) {
        return GroupCounts.key(rows, row, column, by, keys);
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "GROUP_SUMS of " + columns.apply(column) + " by " + columns.apply(by) + " " + keys.text();
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new SumsState(this, edges.size());
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return SumsState.read(this, edges.size(), in);
    }
}
