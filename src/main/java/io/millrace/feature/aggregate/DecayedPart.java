package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Exact sums of values that double in weight with each half-life since the epoch.
 *
 * @param halfLife in milliseconds
 * @param weights whether the weights are summed, of the values that are not missing
 */
record DecayedPart(int column, long halfLife, boolean weights) implements Part {
    /** A state has about as many bits as the longest window has half-lives. */
    private static final long MOST_HALF_LIVES = 1 << 16;

    /**
     * Checks that a window can be kept.
     *
     * @param window in milliseconds; {@link Long#MAX_VALUE} for a lifetime window
     * @throws IllegalArgumentException for a lifetime window and for one of too many half-lives
     */
    static void check(long window, long halfLife) {
        if (window == Long.MAX_VALUE) {
            throw new IllegalArgumentException("a lifetime window can't decay; give it a length");
        }
        if (window / halfLife > MOST_HALF_LIVES) {
            throw new IllegalArgumentException("a window of " + window + " ms has more than " + MOST_HALF_LIVES
                    + " half-lives of " + halfLife + " ms; make it shorter");
        }
    }

    @Override
    public String text(IntFunction<String> columns) {
        return (weights ? "weights" : "values") + " of " + columns.apply(column) + " by half-life " + halfLife;
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new DecayedState(this, reach(edges), new ExactSums(edges.size()));
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return DecayedState.read(this, reach(edges), edges.size(), in);
    }

    /** Values that came this many half-lives before another are in no window with it. */
    private long reach(List<Edge> edges) {
        long window = edges.get(edges.size() - 1).reach() - edges.get(0).offset();
        return window / halfLife + 2;
    }
}
