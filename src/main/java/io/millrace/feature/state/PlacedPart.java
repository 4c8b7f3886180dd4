package io.millrace.feature.state;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A part with the edges that feed it, from right to left. */
final class PlacedPart {
    private final Part part;
    private final List<Edge> edges;
    private final String text;

    /** @param wanted the right edge, then the left edges of all windows by ascending length */
    PlacedPart(Part part, List<Edge> wanted, IntFunction<String> columns) {
        this.part = part;
        this.edges = part.needsEveryEdge() || wanted.size() <= 2
                ? List.copyOf(wanted)
                : List.of(wanted.get(0), wanted.get(wanted.size() - 1));
        this.text = part.text(columns) + " at "
                + String.join(" ", edges.stream().map(Edge::text).toList());
    }

    Part part() {
        return part;
    }

    List<Edge> edges() {
        return edges;
    }

    boolean isLifetime() {
        return edges.size() == 1;
    }

    /** By which the state is addressed. */
    String text() {
        return text;
    }

    PartState create() {
        return part.create(edges);
    }

    PartState read(StateReader in) {
        return part.read(edges, in);
    }

    /** A state of its own that begins where another stands, or a new one. */
    PartState copy(@Nullable PartState from) {
        if (from == null) {
            return create();
        }
        StateWriter out = new StateWriter();
        from.write(out);
        StateReader in = new StateReader();
        in.reset(out.toBytes());
        return read(in);
    }
}
