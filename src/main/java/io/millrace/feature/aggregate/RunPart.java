package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/** How many of the last values of a condition are 1, and how many values each window has, which bounds that number. */
record RunPart(int column) implements Part {
    @Override
    public String text(IntFunction<String> columns) {
        return "RUN of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new Run(column, edges.size());
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        Run run = new Run(column, edges.size());
        run.read(in);
        return run;
    }
}
