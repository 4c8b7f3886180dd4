package io.millrace.flink;

import io.millrace.config.DefinitionException;
import io.millrace.event.Event;
import io.millrace.feature.ColumnHistory;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.PartialVector;
import io.millrace.feature.Warming;
import io.millrace.feature.state.EntityState;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the state of one feature set's entities and adds their features to every event that is to be scored. Keyed by the entity.
 *
 * <p>Events that only feed the set go into the state at once: what lies in the future of an event is no part of its features. Events to be scored are
 * taken up in the declared {@link Order}. An event behind the watermark is taken up at once, as of its own time.
 *
 * <p>A retraction takes its event out again, as if it had never been, for all that is evaluated after it. One of a scored event waits as the event does, and comes right behind it: the event
 * gets its prediction, and no later event sees it.
 *
 * <p>An erasure waits as a scored event of its time would, and comes behind all of them. From then on nothing of its entity is left but rows of later events. What comes later and lies at or before it is
 * not put in; where it is to be scored, its features are of itself alone.
 *
 * <p>An entity leaves when it has been idle for longer than its longest window reaches: one timer for each entity looks after it, once in that time.
 */
public final class FeatureSetOperator extends AbstractStreamOperator<PartialVector>
        implements OneInputStreamOperator<PartialVector, PartialVector>,
                BoundedOneInput,
                Triggerable<String, VoidNamespace> {
    private static final long serialVersionUID = 1;
    /** An entity that can't leave yet, because the scored source is behind, is looked at again after this part of the time that rows are kept. */
    private static final int PATIENCE = 8;

    private final PipelineText text;
    private final int index;
    private final FeatureSetOptions options;

    private transient HeldEvents held;
    private transient FeatureSet set;
    private transient FeaturePlan plan;
    private transient FeatureSetEvaluator evaluator;
    private transient String slots;
    private transient ListState<String> heldSlots;
    private transient ListState<String> layoutState;
    private transient KnownLayouts layouts;
    private transient EntityStore entities;
    private transient InternalTimerService<VoidNamespace> idle;
    private transient Warming warming;
    private transient Counter erased;
    private transient Counter erasedOnArrival;
    private transient StreamRecord<PartialVector> record;
    private transient long retention;
    private transient long watermark;
    private transient long newestScored;
    private transient long newest;

    /** @param index position of the feature set in {@link FeaturePlan#sets} */
    public FeatureSetOperator(PipelineText text, int index, FeatureSetOptions options) {
        this.text = text;
        this.index = index;
        this.options = options;
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
        set = plan.sets().get(index);
        evaluator = new FeatureSetEvaluator(set, plan.scored());
        retention = set.kept() + plan.late();
        slots = EventSlots.of(pipeline).toString();
        heldSlots = context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("slots", Types.STRING));
        held = new HeldEvents();
        if (context.isRestored()) {
            held.restore(context.getRawKeyedStateInputs(), EventSlots.mapping(heldSlots.get(), pipeline));
            checkThatHeldErasuresBelongHere();
            checkThatHeldEventsBelongHere();
        }
        layoutState =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("layouts", Types.STRING));
        layouts =
                KnownLayouts.restore(layoutState.get(), set, evaluator.layout().text(), retention);
        if (options.continuesJob() && !layoutState.get().iterator().hasNext()) {
            layouts.begin(ColumnHistory.unknown(set));
        }
        entities = new EntityStore(
                context.getKeyedStateStore(), evaluator, layouts, options.inMemory(), this::setCurrentKey);
    }

    private void checkThatHeldErasuresBelongHere() {
        long strangers = held.count(
                partial -> partial.isFact() && !set.isErasedBy(partial.event().source()));
        if (strangers > 0) {
            throw new DefinitionException(
                    text.file(),
                    "the state to go on from holds " + strangers + " erasures that feature set " + set.name()
                            + " declares no more; restore the definition, stop the job when its metric " + Metrics.HELD
                            + " is 0, and change \"erase\" then");
        }
    }

    /** Events that were held under another entity lie with the subtasks of its keys, and may lack a field of the new key. */
    private void checkThatHeldEventsBelongHere() {
        KeyGroupRange own = ((AbstractKeyedStateBackend<?>) this.<String>getKeyedStateBackend()).getKeyGroupRange();
        long strangers = held.count(partial -> !hasKey(partial.event()) || !own.contains(keyGroup(partial)));
        if (strangers > 0) {
            throw new DefinitionException(
                    text.file(),
                    "the state to go on from holds " + strangers + " events by another entity of feature set "
                            + set.name() + "; restore the definition, stop the job when its metric " + Metrics.HELD
                            + " is 0, and change the entity then");
        }
    }

    private boolean hasKey(Event event) {
        return set.keySlots().get(event.source()).stream().noneMatch(event::isNull);
    }

    private int keyGroup(PartialVector partial) {
        int maxParallelism = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
        return KeyGroupRangeAssignment.assignToKeyGroup(set.keyOf(partial.event()), maxParallelism);
    }

    @Override
    public void open() throws Exception {
        super.open();
        idle = getInternalTimerService("idle", VoidNamespaceSerializer.INSTANCE, this);
        record = new StreamRecord<>(null);
        watermark = Long.MIN_VALUE;
        newestScored = Long.MIN_VALUE;
        newest = layouts.newest();
        warming = new Warming(set, layouts.history());
        erased = Metrics.counter(getMetricGroup(), Metrics.ERASED);
        erasedOnArrival = Metrics.counter(getMetricGroup(), Metrics.ERASED_ON_ARRIVAL);
        MetricGroup group = getMetricGroup().addGroup(Metrics.GROUP);
        group.gauge(Metrics.HELD, held::size);
        group.gauge(Metrics.IN_MEMORY, entities::size);
        group.gauge(Metrics.WARMING, () -> warming.count(newestScored));
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) throws Exception {
        PartialVector partial = element.getValue();
        if (partial.isRetraction()) {
            processRetraction(partial);
            return;
        }
        if (set.isErasedBy(partial.event().source())) {
            processErasure(partial);
            return;
        }
        newest = Math.max(newest, partial.event().time());
        if (!partial.isScored()) {
            learn(partial.event());
            return;
        }
        newestScored = Math.max(newestScored, partial.event().time());
        if (options.order() == Order.ARRIVAL || partial.event().time() <= watermark) {
            evaluate(partial);
        } else {
            held.hold(partial);
        }
    }

    /** A fact has been taken in already, and every set that it feeds gets its retraction; a scored event may still be held, here or in a set behind. */
    private void processRetraction(PartialVector retraction) throws Exception {
        Event event = retraction.event();
        if (event.source() != plan.scored()) {
            remove(event);
        } else if (event.time() <= watermark || (options.order() == Order.ARRIVAL && held.size() == 0)) {
            retract(retraction);
        } else {
            held.hold(retraction);
        }
    }

    private void retract(PartialVector retraction) throws Exception {
        if (set.feeds(retraction.event().source())) {
            remove(retraction.event());
        }
        output.collect(record.replace(retraction, retraction.event().time()));
    }

    private void remove(Event event) throws Exception {
        EntityStore.Entry entry = entities.entry((String) getCurrentKey());
        if (evaluator.remove(entry.state(), event)) {
            entry.changed();
        }
    }

    private void processErasure(PartialVector erasure) throws Exception {
        if (options.order() == Order.ARRIVAL || erasure.event().time() <= watermark) {
            erase(erasure.event());
        } else {
            held.hold(erasure);
        }
    }

    /** Of an entity with lifetime windows nothing may be left now, so that it can leave: a timer looks after it. */
    private void erase(Event erasure) throws Exception {
        EntityStore.Entry entry = entry(erasure);
        evaluator.erase(entry.state(), erasure.time());
        entry.changed();
        erased.inc();
        if (set.hasLifetime()) {
            idle.registerEventTimeTimer(VoidNamespace.INSTANCE, leavesAt(Math.max(erasure.time(), watermark)));
        }
    }

    private void learn(Event fact) throws Exception {
        EntityStore.Entry entry = entry(fact);
        countErased(entry, fact);
        evaluator.add(entry.state(), fact, PartialVector.NO_ROW);
        evaluator.forget(entry.state(), earliest(newestScored));
        entry.changed();
    }

    private void evaluate(PartialVector partial) throws Exception {
        Event event = partial.event();
        EntityStore.Entry entry = entry(event);
        EntityState state = entry.state();
        countErased(entry, event);
        evaluator.add(state, event, partial.row());
        evaluator.evaluate(state, event, partial.row(), partial.frontier());
        evaluator.forget(state, earliest(event.time()));
        entry.changed();
        warming.apply(event.time(), partial.row());
        output.collect(record.replace(partial, event.time()));
    }

    private void countErased(EntityStore.Entry entry, Event event) {
        if (entry.state().isErased(event.time())) {
            erasedOnArrival.inc();
        }
    }

    private EntityStore.Entry entry(Event event) throws Exception {
        EntityStore.Entry entry = entities.entry((String) getCurrentKey());
        if (entry.isUnattended() && !set.hasLifetime()) {
            idle.registerEventTimeTimer(VoidNamespace.INSTANCE, leavesAt(Math.max(event.time(), watermark)));
            entry.attended();
        }
        return entry;
    }

    private long leavesAt(long last) {
        return later(last, retention + 1);
    }

    private static long later(long time, long by) {
        return time > Long.MAX_VALUE - by ? Long.MAX_VALUE : time + by;
    }

    /** An entity may have been idle for long enough to leave. At the end of input every timer fires, and none leaves. */
    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        if (watermark == Long.MAX_VALUE) {
            return;
        }
        EntityStore.Entry entry = entities.entry(timer.getKey());
        evaluator.forget(entry.state(), earliest(newestScored));
        if (entry.state().isEmpty()) {
            entities.remove(timer.getKey());
            return;
        }
        entry.changed();
        if (set.hasLifetime() && !entry.state().remembersErasure()) {
            return;
        }
        long again = Math.max(leavesAt(entry.state().newest()), later(watermark, retention / PATIENCE + 1));
        idle.registerEventTimeTimer(VoidNamespace.INSTANCE, again);
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("entities leave by event time only");
    }

    /**
     * No event before this time will be evaluated any more. The watermark alone does not say so: it leaps over held events, and it follows other sources while the
     * scored one is silent. So what the scored source has reached counts too.
     */
    private long earliest(long scored) {
        long reached = Math.min(watermark, scored);
        return reached < Long.MIN_VALUE + plan.late() ? Long.MIN_VALUE : reached - plan.late();
    }

    private void releaseUntil(long time) throws Exception {
        for (PartialVector partial = held.takeUntil(time); partial != null; partial = held.takeUntil(time)) {
            setCurrentKey(set.keyOf(partial.event()));
            if (partial.isRetraction()) {
                retract(partial);
            } else if (partial.isFact()) {
                erase(partial.event());
            } else {
                evaluate(partial);
            }
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        watermark = mark.getTimestamp();
        beginHistory();
        releaseUntil(watermark);
        super.processWatermark(mark);
    }

    /** Where the job went on from a savepoint that knows nothing of this set, the set's history begins at the first watermark, and with the facts that had come before it. */
    private void beginHistory() {
        if (layouts.history().isUnknown() && watermark < Long.MAX_VALUE) {
            layouts.begin(ColumnHistory.beginning(set, Math.max(watermark, newest)));
            warming = new Warming(set, layouts.history());
        }
    }

    @Override
    public void endInput() throws Exception {
        releaseUntil(Long.MAX_VALUE);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        entities.flush();
        layoutState.update(layouts.write(newest, Math.min(watermark, newest)));
        heldSlots.update(List.of(slots));
        held.snapshot(context.getRawKeyedOperatorStateOutput(), this::keyGroup);
    }
}
