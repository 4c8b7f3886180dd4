package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/** Counts of the values that are not missing. */
record CountPart(int column) implements Part {
    @Override
    public String text(IntFunction<String> columns) {
        return "count of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new CountState(column, edges.size());
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return CountState.read(column, edges.size(), in);
    }
}
