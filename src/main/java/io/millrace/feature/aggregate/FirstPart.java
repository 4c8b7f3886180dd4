package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The first k values of one window, and some that follow them.
 *
 * @param k at least 1
 * @param window its length in milliseconds, {@link Long#MAX_VALUE} for a lifetime window; windows don't share such a part
 */
record FirstPart(int column, int k, long window) implements Part {
    private static final int AHEAD = 8;

    FirstPart {
        if (k < 1 || window < 1) {
            throw new IllegalArgumentException(
                    "the first " + k + " values of " + window + " ms; at least 1 value and 1 ms");
        }
    }

    /** How many values are held at most; nothing leaves a lifetime window, so that none are held ahead. */
    int capacity() {
        return window == Long.MAX_VALUE ? k : k + AHEAD;
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "FIRST " + k + " of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return false;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new First(this);
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        First first = new First(this);
        first.read(in);
        return first;
    }
}
