package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Counts of the values in each bin of a histogram.
 *
 * @param bounds where one bin ends, itself included, and the next begins; ascending
 */
record HistogramPart(int column, List<Double> bounds) implements Part {
    HistogramPart {
        bounds = List.copyOf(bounds);
        for (int i = 0; i < bounds.size(); i++) {
            if (bounds.get(i).isNaN() || (i > 0 && bounds.get(i) <= bounds.get(i - 1))) {
                throw new IllegalArgumentException("the edges of a histogram must ascend: " + bounds);
            }
        }
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "histogram of " + columns.apply(column) + " at " + bounds;
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new HistogramState(this, edges.size());
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        HistogramState state = new HistogramState(this, edges.size());
        state.readCounts(in);
        return state;
    }
}
