package io.millrace.feature;

import io.millrace.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates every feature of a pipeline over a history of events in memory: the same steps as the stream takes, on one thread, without a cluster.
 */
public final class Evaluator {
    private final FeaturePlan plan;
    private final List<EntitiesInMemory> sets = new ArrayList<>();
    private final VectorAssembly assembly;
    private long earliest = Long.MIN_VALUE;

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

    /** Takes in an event of a source that is not scored. */
    public void learn(Event fact) {
        for (EntitiesInMemory set : sets) {
            set.learn(fact);
        }
    }

    /** Takes in an event of the scored source and computes every feature as of it. */
    public PartialVector evaluate(Event event) {
        PartialVector partial = PartialVector.scored(event, plan.features().size());
        for (EntitiesInMemory set : sets) {
            set.evaluate(partial, earliest);
        }
        assembly.derive(event, partial.row());
        return partial;
    }
}
