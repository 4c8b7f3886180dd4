package io.millrace.replay;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityState;
import io.millrace.pipeline.Pipeline;
import java.util.Map;

/** The state of one entity in one feature set, made of events. Used by one thread. */
final class ComputedState {
    private final Pipeline pipeline;
    private final FeatureSet set;
    private final FeatureSetEvaluator evaluator;
    private final Map<RecordPlace, double[]> rows;
    private final EntityState state;

    /**
     * An empty state.
     *
     * @param rows the features of scored events that later sets read; of others none
     */
    ComputedState(Pipeline pipeline, FeatureSet set, FeatureSetEvaluator evaluator, Map<RecordPlace, double[]> rows) {
        this.pipeline = pipeline;
        this.set = set;
        this.evaluator = evaluator;
        this.rows = rows;
        this.state = evaluator.emptyState(new ColdRowsInMemory());
    }

    /** Puts an event in where it feeds the set. */
    void put(Event event) {
        if (set.feeds(event.source())) {
            evaluator.add(state, event, rows.getOrDefault(RecordPlace.of(pipeline, event), PartialVector.NO_ROW));
        }
    }

    /** Erases where an event does so. */
    void erase(Event event) {
        if (set.isErasedBy(event.source())) {
            evaluator.erase(state, event.time());
        }
    }

    /** Puts the scored event in, writes the set's features into its row, and what its windows held into a frontier. */
    void evaluate(Event scored, double[] row, Frontier frontier) {
        evaluator.add(state, scored, row);
        evaluator.evaluate(state, scored, row, frontier);
    }

    /** Forgets what no window holds at a time or later. */
    void forget(long earliest) {
        evaluator.forget(state, earliest);
    }
}
