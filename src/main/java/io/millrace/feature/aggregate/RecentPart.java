package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The last k values behind the right edge, for windows of any length.
 *
 * @param k at least 1
 */
record RecentPart(int column, int k) implements Part {
    RecentPart {
        if (k < 1) {
            throw new IllegalArgumentException("the last " + k + " values; at least 1");
        }
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "RECENT " + k + " of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return false;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new Recent(this);
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        Recent recent = new Recent(this);
        recent.read(in);
        return recent;
    }
}
