package io.millrace.feature;

import io.millrace.event.Event;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** The states of one feature set's entities, all in memory. One that no window of an event still to come can need leaves, unless the set has a lifetime window. */
final class EntitiesInMemory {
    private final FeatureSet set;
    private final FeatureSetEvaluator evaluator;
    private final Map<String, EntityState> states = new HashMap<>();
    private final PriorityQueue<Look> looks = new PriorityQueue<>(Comparator.comparingLong(Look::time));

    /** When an entity is looked at next. */
    private record Look(long time, String key) {}

    EntitiesInMemory(FeatureSet set, int scored) {
        this.set = set;
        this.evaluator = new FeatureSetEvaluator(set, scored);
    }

    int size() {
        return states.size();
    }

    void learn(Event fact) {
        if (set.feeds(fact.source())) {
            evaluator.add(stateOf(fact), fact, PartialVector.NO_ROW);
        }
    }

    void evaluate(PartialVector partial, long earliest) {
        Event event = partial.event();
        EntityState state = stateOf(event);
        evaluator.add(state, event, partial.row());
        evaluator.evaluate(state, event, partial.row(), partial.frontier());
        evaluator.forget(state, earliest);
    }

    /** Computes features without taking the event in. */
    void look(PartialVector partial) {
        EntityState known = states.get(set.keyOf(partial.event()));
        EntityState state = known != null ? known : evaluator.emptyState(new ColdRowsInMemory());
        evaluator.evaluate(state, partial.event(), partial.row(), partial.frontier());
    }

    boolean isErasedBy(int source) {
        return set.isErasedBy(source);
    }

    void erase(Event erasure) {
        if (set.isErasedBy(erasure.source())) {
            evaluator.erase(stateOf(erasure), erasure.time());
        }
    }

    private EntityState stateOf(Event event) {
        String key = set.keyOf(event);
        EntityState known = states.get(key);
        return known != null ? known : begin(key, event.time());
    }

    private EntityState begin(String key, long time) {
        EntityState state = evaluator.emptyState(new ColdRowsInMemory());
        states.put(key, state);
        if (!set.hasLifetime()) {
            looks.add(new Look(leavesAt(time), key));
        }
        return state;
    }

    private long leavesAt(long newest) {
        return newest + set.kept() + 1;
    }

    /** @param earliest no event before this time will come */
    void letGo(long earliest) {
        for (Look look = looks.peek(); look != null && look.time() <= earliest; look = looks.peek()) {
            looks.remove();
            letGo(look.key(), earliest);
        }
    }

    private void letGo(String key, long earliest) {
        EntityState state = states.get(key);
        if (state == null) {
            throw new IllegalStateException("an entity of feature set " + set.name() + " left before it was looked at");
        }
        evaluator.forget(state, earliest);
        if (state.isEmpty()) {
            states.remove(key);
        } else {
            looks.add(new Look(Math.max(leavesAt(state.newest()), earliest + 1), key));
        }
    }
}
