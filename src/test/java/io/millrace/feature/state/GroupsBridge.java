package io.millrace.feature.state;

import java.util.List;
import java.util.function.IntFunction;

/** Gives tests of aggregates the parts as they are placed in a log. */
public final class GroupsBridge {
    private GroupsBridge() {}

    /** A part with the edges that feed it. */
    public record Placement(Part part, List<Edge> edges, String text) {
        public PartState create() {
            return part.create(edges);
        }

        public PartState copyThroughBytes(PartState state) {
            StateReader in = new StateReader();
            in.reset(bytes(state));
            PartState copy = part.read(edges, in);
            if (!in.isAtEnd()) {
                throw new AssertionError(text + " leaves bytes unread");
            }
            return copy;
        }
    }

    public static byte[] bytes(PartState state) {
        StateWriter out = new StateWriter();
        state.write(out);
        return out.toBytes();
    }

    public static List<Placement> build(PartsBuilder parts, IntFunction<String> columns) {
        return parts.build(columns).stream()
                .map(placed -> new Placement(placed.part(), placed.edges(), placed.text()))
                .toList();
    }
}
