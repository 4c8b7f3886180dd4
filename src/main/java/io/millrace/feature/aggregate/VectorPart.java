package io.millrace.feature.aggregate;

import io.millrace.event.VectorShape;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Exact sums of the components of vectors.
 *
 * @param column the first word of the column
 */
record VectorPart(int column, VectorShape shape) implements Part {
    @Override
    public String text(IntFunction<String> columns) {
        return "sums of the components of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new VectorState(this, new ExactSums(edges.size(), shape.size()));
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return new VectorState(this, ExactSums.read(edges.size(), shape.size(), in));
    }
}
