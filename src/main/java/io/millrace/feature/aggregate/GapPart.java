package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/** The squares of the milliseconds between neighbours, for windows of any length. The first time in a window comes from a {@link FirstPart}. */
record GapPart(int column) implements Part {
    @Override
    public String text(IntFunction<String> columns) {
        return "GAPS of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new Gaps(column, edges.size());
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        Gaps gaps = new Gaps(column, edges.size());
        gaps.read(in);
        return gaps;
    }
}
