package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.PartialVector;
import io.millrace.feature.Warming;
import org.apache.flink.metrics.Counter;

/** Takes events into the states of their entities and out of them, and evaluates what is to be scored. */
final class EntityEvents {
    private final FeatureSetEvaluator evaluator;
    private final EntityStore entities;
    private final SetClock clock;
    private final IdleEntities idle;
    private final Counter erased;
    private final Counter erasedOnArrival;

    /**
     * @param erased counts erasures
     * @param erasedOnArrival counts events that an erasure concerned before they came
     */
    EntityEvents(
            FeatureSetEvaluator evaluator,
            EntityStore entities,
            SetClock clock,
            IdleEntities idle,
            Counter erased,
            Counter erasedOnArrival) {
        this.evaluator = evaluator;
        this.entities = entities;
        this.clock = clock;
        this.idle = idle;
        this.erased = erased;
        this.erasedOnArrival = erasedOnArrival;
    }

    /** Takes in an event that is not scored. */
    void learn(String key, Event fact) throws Exception {
        EntityStore.Entry entry = entry(key, fact);
        countErased(entry, fact);
        evaluator.add(entry.state(), fact, PartialVector.NO_ROW);
        evaluator.forget(entry.state(), clock.earliest(clock.newestScored()));
        entry.changed();
    }

    /** Takes in a scored event and writes the set's features into its row; the event as it goes on. */
    PartialVector evaluate(String key, PartialVector partial, Warming warming) throws Exception {
        Event event = partial.event();
        EntityStore.Entry entry = entry(key, event);
        countErased(entry, event);
        evaluator.add(entry.state(), event, partial.row());
        evaluator.evaluate(entry.state(), event, partial.row(), partial.frontier());
        evaluator.forget(entry.state(), clock.earliest(event.time()));
        entry.changed();
        return partial.with(warming.apply(event.time(), partial.row(), partial.warming()));
    }

    /** Takes an event out again, where it is there. */
    void remove(String key, Event event) throws Exception {
        EntityStore.Entry entry = entities.entry(key);
        if (evaluator.remove(entry.state(), event)) {
            entry.changed();
        }
    }

    /** Leaves of an entity what is later than an erasure. */
    void erase(String key, Event erasure) throws Exception {
        EntityStore.Entry entry = entry(key, erasure);
        evaluator.erase(entry.state(), erasure.time());
        entry.changed();
        erased.inc();
        idle.attendErased(erasure.time());
    }

    private void countErased(EntityStore.Entry entry, Event event) {
        if (entry.state().isErased(event.time())) {
            erasedOnArrival.inc();
        }
    }

    private EntityStore.Entry entry(String key, Event event) throws Exception {
        EntityStore.Entry entry = entities.entry(key);
        idle.attend(entry, event.time());
        return entry;
    }
}
