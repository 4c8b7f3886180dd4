package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.EntityState;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the state of one feature set's entities and adds their features to every event that is to be scored. Keyed by the entity.
 *
 * <p>Events that only feed the set go into the state at once: what lies in the future of an event is no part of its features. Events to be scored are
 * taken up in the declared {@link Order}. An event behind the watermark is taken up at once, as of its own time.
 */
public final class FeatureSetOperator extends AbstractStreamOperator<PartialVector>
        implements OneInputStreamOperator<PartialVector, PartialVector>, BoundedOneInput {
    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final int index;
    private final Order order;

    private transient HeldEvents held;
    private transient FeatureSetEvaluator evaluator;
    private transient FeaturePlan plan;
    private transient String layout;
    private transient ListState<String> layouts;
    private transient ValueState<EntityState> entities;
    private transient StreamRecord<PartialVector> record;
    private transient long watermark;
    private transient long newestScored;

    /** @param index position of the feature set in {@link FeaturePlan#sets} */
    public FeatureSetOperator(PipelineText text, int index, Order order) {
        this.text = text;
        this.index = index;
        this.order = order;
    }

    /** The key of an event for one feature set: its entity. */
    public static KeySelector<PartialVector, String> keyOf(FeatureSet set) {
        List<List<Integer>> slots = set.keySlots();
        return partial -> partial.event().keyAt(slots.get(partial.event().source()));
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        Pipeline pipeline = PipelineCompiler.compile(text);
        plan = pipeline.features();
        layout = StateLayout.of(pipeline);
        layouts = context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("layout", Types.STRING));
        StateLayout.check(text, layout, layouts.get());
        held = new HeldEvents();
        if (context.isRestored()) {
            held.restore(context.getRawKeyedStateInputs());
        }
        entities = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>("entity", Form.ENTITY_STATE.typeInformation()));
    }

    @Override
    public void open() throws Exception {
        super.open();
        evaluator = new FeatureSetEvaluator(plan.sets().get(index), plan.scored());
        record = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        newestScored = Long.MIN_VALUE;
        getMetricGroup().addGroup(Metrics.GROUP).gauge(Metrics.HELD, held::size);
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) throws Exception {
        PartialVector partial = element.getValue();
        if (!partial.isScored()) {
            learn(partial.event());
            return;
        }
        newestScored = Math.max(newestScored, partial.event().time());
        if (order == Order.ARRIVAL || partial.event().time() <= watermark) {
            evaluate(partial);
        } else {
            held.hold(partial);
        }
    }

    private void learn(Event fact) throws Exception {
        EntityState state = state();
        evaluator.add(state, fact);
        evaluator.forget(state, earliest(newestScored));
        entities.update(state);
    }

    private void evaluate(PartialVector partial) throws Exception {
        EntityState state = state();
        if (evaluator.feeds(partial.event().source())) {
            evaluator.add(state, partial.event());
            evaluator.forget(state, earliest(partial.event().time()));
            entities.update(state);
        }
        evaluator.evaluate(state, partial.event(), partial.row(), partial.frontier());
        output.collect(record.replace(partial, partial.event().time()));
    }

    /**
     * No event before this time will be evaluated any more. The watermark alone does not say so: it leaps over held events, and it follows other sources while the
     * scored one is silent. So what the scored source has reached counts too.
     */
    private long earliest(long scored) {
        long reached = Math.min(watermark, scored);
        return reached < Long.MIN_VALUE + plan.late() ? Long.MIN_VALUE : reached - plan.late();
    }

    private EntityState state() throws Exception {
        EntityState state = entities.value();
        return state != null ? state : evaluator.emptyState();
    }

    private void releaseUntil(long time) throws Exception {
        for (PartialVector partial = held.takeUntil(time); partial != null; partial = held.takeUntil(time)) {
            setCurrentKey(keyOf(partial));
            evaluate(partial);
        }
    }

    private String keyOf(PartialVector partial) {
        return plan.sets().get(index).keyOf(partial.event());
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = mark.getTimestamp();
        releaseUntil(watermark);
        super.processWatermark(mark);
    }

    @Override
    public void endInput() throws Exception {
        releaseUntil(Long.MAX_VALUE);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        layouts.update(List.of(layout));
        int maxParallelism = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        held.snapshot(
                context.getRawKeyedOperatorStateOutput(),
                partial -> KeyGroupRangeAssignment.assignToKeyGroup(keyOf(partial), maxParallelism));
    }
}
