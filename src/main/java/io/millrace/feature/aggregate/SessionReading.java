package io.millrace.feature.aggregate;

import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.PartsBuilder.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Reads an aggregate from the states of a session's rows; from states that have seen nothing where there is no session at the window's end. Used by one thread. */
final class SessionReading implements Reading {
    private final Reading reading;
    private final long lag;
    private final int[] used;
    /** By the index of the part in the log, as the reading looks them up. */
    private final PartState[] inside;

    private final PartState[] none;

    private record Use(Part part, Handle handle) {}

    private SessionReading(Reading reading, long lag, List<Use> uses, List<Edge> edges) {
        this.reading = reading;
        this.lag = lag;
        this.used = uses.stream().mapToInt(use -> use.handle().part()).toArray();
        this.none = uses.stream().map(use -> use.part().create(edges)).toArray(PartState[]::new);
        this.inside = new PartState
                [1 + uses.stream().mapToInt(use -> use.handle().part()).max().orElse(-1)];
    }

    /** Plans as {@link Aggregates#plan}. */
    static Supplier<Reading> plan(Aggregate aggregate, Target target, long gap) {
        Edge left = Objects.requireNonNull(target.left(), "a session has a left edge, as far back as it may reach");
        List<Use> uses = new ArrayList<>();
        Target ofRows = target.with((part, rightEdge, leftEdge) -> {
            Part ofSession = new SessionPart(part, target.by(), gap, target.window());
            Handle handle = target.parts().use(ofSession, rightEdge, leftEdge);
            uses.add(new Use(part, handle));
            return handle;
        });
        Supplier<Reading> planned = Aggregates.plan(aggregate, ofRows);
        return () -> new SessionReading(planned.get(), target.lag(), uses, List.of(target.right(), left));
    }

    @Override
    public void read(PartState[] parts, long time, double[] row) {
        for (int i = 0; i < used.length; i++) {
            Session session = (Session) parts[used[i]];
            inside[used[i]] = session.goesOn(time - lag) ? session.inside() : none[i];
        }
        reading.read(inside, time, row);
    }
}
