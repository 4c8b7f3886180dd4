package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.StateReader;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A part of a lifetime window that is read together with other parts. Only features that read the same parts share it: a part that comes with a later definition begins with the rows that are there then,
 * and what it is read with must begin there too.
 *
 * @param with names the parts that are read together
 */
record JointPart(Part part, String with) implements Part {
    @Override
    public int column() {
        return part.column();
    }

    @Override
    public String text(IntFunction<String> columns) {
        return part.text(columns) + " with " + with;
    }

    @Override
    public boolean needsEveryEdge() {
        return part.needsEveryEdge();
    }

    @Override
    public PartState create(List<Edge> edges) {
        return part.create(edges);
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        return part.read(edges, in);
    }
}
