package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.Frontier;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityState;
import io.millrace.model.Prediction;
import java.util.ArrayList;
import java.util.List;

/** The state of one entity, moved on from one of its predictions to the next, as a job does: what the next one knew besides is put in. Used by one thread. */
final class KnownSoFar {
    private final KnownEvents known;
    private final List<Event> events;
    private final EntityState state;
    /** Events before {@link #next} that no prediction knew so far. */
    private final List<Event> unknown = new ArrayList<>();

    private int next = -1;
    private long newest = Long.MIN_VALUE;

    /** @param events all of the entity, in the order of time */
    KnownSoFar(KnownEvents known, List<Event> events) {
        this.known = known;
        this.events = events;
        this.state = known.evaluator().emptyState(new ColdRowsInMemory());
    }

    void evaluate(Prediction prediction, Event scored, double[] row, Frontier frontier) {
        if (next < 0) {
            next = known.firstOf(events, scored.time() - known.late());
        }
        unknown.removeIf(event -> take(prediction, event, scored));
        for (; next < events.size() && events.get(next).time() <= scored.time(); next++) {
            if (!take(prediction, events.get(next), scored)) {
                unknown.add(events.get(next));
            }
        }
        known.evaluator().add(state, scored, row);
        known.evaluator().evaluate(state, scored, row, frontier);
        forget(scored.time());
    }

    /** Puts an event in where the prediction knew it. */
    private boolean take(Prediction prediction, Event event, Event scored) {
        boolean isKnown = event != scored && known.isBehind(event, scored) && known.knows(prediction, event, scored);
        if (isKnown && known.set().isErasedBy(event.source())) {
            known.evaluator().erase(state, event.time());
        }
        if (isKnown && known.set().feeds(event.source())) {
            known.put(state, event);
        }
        return isKnown || event == scored;
    }

    private void forget(long time) {
        if (time <= newest || known.set().hasLifetime()) {
            return;
        }
        newest = time;
        long earliest = time - known.late();
        known.evaluator().forget(state, earliest);
        long from = known.keptFrom(earliest);
        unknown.removeIf(event -> event.time() < from);
    }
}
