package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Keeps a sample of the distinct values from which their number is known in every window that ends at edge 0.
 *
 * @param bound up to which number it is exact, at least 1
 */
record DistinctPart(int column, int bound) implements Part {
    DistinctPart {
        if (bound < 1) {
            throw new IllegalArgumentException("distinct values exact up to " + bound + "; at least 1");
        }
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "DISTINCT " + bound + " of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return false;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new DistinctState(this);
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return DistinctState.read(this, in);
    }
}
