package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The rows that are among the k largest (or smallest) of at least one window with the same right edge, whatever its length: the k-skyband of time and value,
 * as in Mouratidis et al., Continuous Monitoring of Top-k Queries over Sliding Windows (2006). Of n values in random order about k ln(n/k) are kept.
 *
 * @param largest whether the largest values are kept, else the smallest
 * @param k at least 1
 */
record BandPart(int column, boolean largest, int k) implements Part {
    BandPart {
        if (k < 1) {
            throw new IllegalArgumentException("a band of " + k + " values; at least 1");
        }
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "BAND " + (largest ? "LARGEST " : "SMALLEST ") + k + " of " + columns.apply(column);
    }

    @Override
    public boolean needsEveryEdge() {
        return false;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new Band(this);
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        Band band = new Band(this);
        band.read(in);
        return band;
    }
}
