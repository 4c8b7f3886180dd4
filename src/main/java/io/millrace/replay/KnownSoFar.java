package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.Frontier;
import io.millrace.model.Prediction;
import java.util.ArrayList;
import java.util.List;

/** The state of one entity, moved on from one of its predictions to the next, as a job does: what the next one knew besides is put in. Used by one thread. */
final class KnownSoFar {
    private final Knowledge knowledge;
    private final List<Event> events;
    private final ComputedState state;
    /** Events before {@link #next} that no prediction knew so far. */
    private final List<Event> unknown = new ArrayList<>();

    private int next = -1;
    private long newest = Long.MIN_VALUE;

    /**
     * An entity of which nothing is known yet.
     *
     * @param events all of the entity, in the order of time
     * @param state an empty one
     */
    KnownSoFar(Knowledge knowledge, List<Event> events, ComputedState state) {
        this.knowledge = knowledge;
        this.events = events;
        this.state = state;
    }

    void evaluate(Prediction prediction, Event scored, double[] row, Frontier frontier) {
        if (next < 0) {
            next = knowledge.firstOf(events, scored.time() - knowledge.late());
        }
        unknown.removeIf(event -> take(prediction, event, scored));
        for (; next < events.size() && events.get(next).time() <= scored.time(); next++) {
            if (!take(prediction, events.get(next), scored)) {
                unknown.add(events.get(next));
            }
        }
        state.evaluate(scored, row, frontier);
        forget(scored.time());
    }

    /** Puts an event in where the prediction knew it. */
    private boolean take(Prediction prediction, Event event, Event scored) {
        if (event == scored) {
            return true;
        }
        boolean isKnown = knowledge.isKnown(prediction, event, scored);
        if (isKnown) {
            state.erase(event);
            state.put(event);
        }
        return isKnown;
    }

    private void forget(long time) {
        if (time <= newest || !knowledge.forgets()) {
            return;
        }
        newest = time;
        long earliest = time - knowledge.late();
        state.forget(earliest);
        long from = knowledge.keptFrom(earliest);
        unknown.removeIf(event -> event.time() < from);
    }
}
