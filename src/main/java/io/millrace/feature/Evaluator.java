package io.millrace.feature;

import io.millrace.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Evaluates every feature of a pipeline over a history of events in memory: the same steps as the stream takes, on one thread, without a cluster.
 */
public final class Evaluator {
    private final FeaturePlan plan;
    private final List<EntitiesInMemory> sets = new ArrayList<>();
    private final VectorAssembly assembly;
    private final PriorityQueue<Event> erasures = new PriorityQueue<>(Comparator.comparingLong(Event::time));
    private long earliest = Long.MIN_VALUE;
    private long reached = Long.MIN_VALUE;

    public Evaluator(FeaturePlan plan) {
        this.plan = plan;
        this.assembly = new VectorAssembly(plan);
        for (FeatureSet set : plan.sets()) {
            sets.add(new EntitiesInMemory(set, plan.scored()));
        }
    }

    /** Promises that no event before this time will come, so that what only those could need is let go. */
    public void advance(long noEventBefore) {
        if (noEventBefore > earliest) {
            earliest = noEventBefore;
            sets.forEach(set -> set.letGo(earliest));
        }
    }

    /** How many entities are in memory, over all sets. */
    int entities() {
        return sets.stream().mapToInt(EntitiesInMemory::size).sum();
    }

    /** Says up to which time events have been taken up in order: erasures at or before it come into force. */
    public void reach(long time) {
        reached = Math.max(reached, time);
        for (Event first = erasures.peek(); first != null && first.time() <= reached; first = erasures.peek()) {
            erase(erasures.remove());
        }
    }

    private void erase(Event erasure) {
        sets.forEach(set -> set.erase(erasure));
    }

    /** Takes in an event of a source that is not scored. An erasure waits until an event after it is evaluated, or its time is reached. */
    public void learn(Event fact) {
        for (EntitiesInMemory set : sets) {
            set.learn(fact);
        }
        if (sets.stream().anyMatch(set -> set.isErasedBy(fact.source()))) {
            erasures.add(fact);
            reach(reached);
        }
    }

    /** Computes every feature as of a point in time, behind all events of its time, and takes nothing in. Events up to that time must have been taken in. */
    public PartialVector look(Event point) {
        reach(point.time() - 1);
        Event last = point.at(Integer.MAX_VALUE, Long.MAX_VALUE);
        PartialVector partial = PartialVector.scored(last, plan.features().size());
        sets.forEach(set -> set.look(partial));
        assembly.derive(last, partial.row());
        return partial;
    }

    /** Takes in an event of the scored source and computes every feature as of it. */
    public PartialVector evaluate(Event event) {
        reach(event.time() - 1);
        PartialVector partial = PartialVector.scored(event, plan.features().size());
        for (EntitiesInMemory set : sets) {
            set.evaluate(partial, earliest);
        }
        assembly.derive(event, partial.row());
        return partial;
    }
}
