package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;

/** A part that counts the rows of each key in each window. */
interface CountingPart extends KeyedPart {
    @Override
    default PartState create(List<Edge> edges) {
        return new CountsState(this, new KeyedCounts(edges.size()));
    }

    @Override
    default PartState read(List<Edge> edges, StateReader in) {
        return new CountsState(this, KeyedCounts.read(edges.size(), in));
    }
}
