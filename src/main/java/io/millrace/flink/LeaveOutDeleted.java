package io.millrace.flink;

import io.millrace.feature.PartialVector;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/** Lets go on what a rule leaves of the events and tombstones of each id. They come sorted by id, as Flink's batch mode sorts what is keyed by it; one for each source. */
public final class LeaveOutDeleted extends AbstractStreamOperator<PartialVector>
        implements OneInputStreamOperator<PartialVector, PartialVector>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private final DeletionRule rule;

    private transient DeletionRule.Decision decision;
    private transient @Nullable String id;
    private transient List<PartialVector> events;
    private transient List<PartialVector> tombstones;
    private transient StreamRecord<PartialVector> record;

    public LeaveOutDeleted(DeletionRule rule) {
        this.rule = rule;
    }

    @Override
    public void open() throws Exception {
        super.open();
        var task = getRuntimeContext().getTaskInfo();
        decision = rule.open(KeyGroupRangeAssignment.computeKeyGroupRangeForOperatorIndex(
                task.getMaxNumberOfParallelSubtasks(),
                task.getNumberOfParallelSubtasks(),
                task.getIndexOfThisSubtask()));
        events = new ArrayList<>();
        tombstones = new ArrayList<>();
        record = new StreamRecord<>(null);
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) {
        PartialVector partial = element.getValue();
        if (!partial.event().id().equals(id)) {
            finishId();
            id = partial.event().id();
        }
        (partial.isRetraction() ? tombstones : events).add(partial);
    }

    private void finishId() {
        decision.decide(
                events,
                tombstones,
                partial ->
                        output.collect(record.replace(partial, partial.event().time())));
        events.clear();
        tombstones.clear();
    }

    @Override
    public void endInput() {
        finishId();
    }
}
