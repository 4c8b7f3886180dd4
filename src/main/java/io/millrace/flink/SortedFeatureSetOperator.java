package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.state.ColdRowsInMemory;
import io.millrace.feature.state.EntityState;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Adds the features of one set to events that come sorted by entity and time, as Flink's batch mode sorts what is keyed and has timestamps. So one entity's state is enough, in memory, and it goes when
 * the next entity comes.
 *
 * <p>Events of one time are put in order here: first those that are not scored, then scored ones by (partition, offset), then erasures. That is the order in which {@link FeatureSetOperator} takes events
 * up behind the watermark. Retractions have no place here: what was deleted is left out before.
 */
public final class SortedFeatureSetOperator extends AbstractStreamOperator<PartialVector>
        implements OneInputStreamOperator<PartialVector, PartialVector>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final int index;

    private transient FeatureSet set;
    private transient FeatureSetEvaluator evaluator;
    private transient EntityState state;
    private transient @Nullable String entity;
    private transient List<PartialVector> together;
    private transient Comparator<PartialVector> order;
    private transient StreamRecord<PartialVector> record;

    /** @param index position of the feature set in {@link FeaturePlan#sets} */
    public SortedFeatureSetOperator(PipelineText text, int index) {
        this.text = text;
        this.index = index;
    }

    @Override
    public void open() throws Exception {
        super.open();
        FeaturePlan plan = PipelineCompiler.compile(text).features();
        set = plan.sets().get(index);
        evaluator = new FeatureSetEvaluator(set, plan.scored());
        state = evaluator.emptyState(new ColdRowsInMemory());
        together = new ArrayList<>();
        order = Comparator.<PartialVector>comparingInt(this::rank)
                .thenComparingInt(partial -> partial.event().partition())
                .thenComparingLong(partial -> partial.event().offset());
        record = new StreamRecord<>(null);
    }

    private int rank(PartialVector partial) {
        if (partial.isScored()) {
            return 1;
        }
        return set.isErasedBy(partial.event().source()) ? 2 : 0;
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) {
        PartialVector partial = element.getValue();
        String key = set.keyOf(partial.event());
        if (!key.equals(entity)) {
            finishTime();
            entity = key;
            state = evaluator.emptyState(new ColdRowsInMemory());
        } else if (!together.isEmpty()) {
            long time = together.get(0).event().time();
            if (partial.event().time() < time) {
                throw new IllegalStateException(
                        "events of feature set " + set.name()
                                + " do not come sorted by time; run this in Flink's batch mode with execution.sorted-inputs.enabled");
            }
            if (partial.event().time() > time) {
                finishTime();
            }
        }
        together.add(partial);
    }

    /** Takes up the events of one time, once all of them are there. */
    private void finishTime() {
        if (together.size() > 1) {
            together.sort(order);
        }
        together.forEach(this::take);
        together.clear();
    }

    private void take(PartialVector partial) {
        Event event = partial.event();
        if (set.isErasedBy(event.source())) {
            evaluator.erase(state, event.time());
            return;
        }
        evaluator.add(state, event, partial.row());
        if (partial.isScored()) {
            evaluator.evaluate(state, event, partial.row(), new Frontier());
            output.collect(record.replace(partial, event.time()));
        }
        evaluator.forget(state, event.time());
    }

    @Override
    public void endInput() {
        finishTime();
    }
}
