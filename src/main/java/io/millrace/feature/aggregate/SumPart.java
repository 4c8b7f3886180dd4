package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Exact sums of a power of the values.
 *
 * @param power 1 to 4
 */
record SumPart(int column, int power) implements Part {
    SumPart {
        if (power < 1 || power > 4) {
            throw new IllegalArgumentException("a sum of the values to the power of " + power + "; from 1 to 4");
        }
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "sum of " + columns.apply(column) + " to the power of " + power;
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new SumState(this, new ExactSums(edges.size()));
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return new SumState(this, ExactSums.read(edges.size(), in));
    }
}
