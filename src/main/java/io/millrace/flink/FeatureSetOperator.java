package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.ColumnHistory;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.PartialVector;
import io.millrace.feature.Warming;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
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
 * <p>Entities that have been idle for long leave: see {@link IdleEntities}.
 */
public final class FeatureSetOperator extends AbstractStreamOperator<PartialVector>
        implements OneInputStreamOperator<PartialVector, PartialVector>,
                BoundedOneInput,
                Triggerable<String, VoidNamespace> {
    /** What the uids of feature sets' operators begin with. */
    static final String UID = "features-";

    /** The name of the state that says how many events of a subtask wait in the state backend. */
    static final String RESTING = "resting";

    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final int index;
    private final FeatureSetOptions options;

    private transient HeldEvents held;
    private transient FeatureSet set;
    private transient FeaturePlan plan;
    private transient FeatureSetEvaluator evaluator;
    private transient EntityKeys keys;
    private transient String slots;
    private transient ListState<String> heldSlots;
    private transient ListState<Long> resting;
    private transient ListState<String> layoutState;
    private transient KnownLayouts layouts;
    private transient EntityStore entities;
    private transient EntityEvents events;
    private transient IdleEntities idle;
    private transient SetClock clock;
    private transient Warming warming;
    private transient StreamRecord<PartialVector> record;

    /** @param index position of the feature set in {@link FeaturePlan#sets} */
    public FeatureSetOperator(PipelineText text, int index, FeatureSetOptions options) {
        this.text = text;
        this.index = index;
        this.options = options;
    }

    /** The uid under which savepoints know a feature set. */
    public static String uidOf(FeatureSet set) {
        return UID + set.name();
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
        AbstractKeyedStateBackend<?> backend = (AbstractKeyedStateBackend<?>) this.<String>getKeyedStateBackend();
        keys = new EntityKeys(
                set, getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(), backend.getKeyGroupRange());
        slots = EventSlots.of(pipeline).toString();
        heldSlots = context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("slots", Types.STRING));
        resting = context.getOperatorStateStore().getListState(new ListStateDescriptor<>(RESTING, Types.LONG));
        held = held(set, backend, options.heldInMemory());
        if (context.isRestored()) {
            held.restore(context.getRawKeyedStateInputs(), EventSlots.mapping(heldSlots.get(), pipeline));
            new HeldCheck(text.file(), set, keys, held).check(heldSlots.get(), pipeline);
        }
        layoutState =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("layouts", Types.STRING));
        layouts =
                KnownLayouts.restore(layoutState.get(), set, evaluator.layout().text(), retention());
        if (options.continuesJob() && !layoutState.get().iterator().hasNext()) {
            layouts.begin(ColumnHistory.unknown(set, evaluator.layout().text()));
        }
        entities = new EntityStore(
                context.getKeyedStateStore(), evaluator, layouts, options, this::getCurrentKey, this::setCurrentKey);
    }

    /** The events that wait at a set, of those that rest in the state backend. */
    static HeldEvents held(FeatureSet set, KeyedStateBackend<?> backend, int inMemory) throws IOException {
        return new HeldEvents(
                backend.create("held", Form.HELD_EVENT.serializer()), partial -> set.keyOf(partial.event()), inMemory);
    }

    /** How long rows are kept, in milliseconds. */
    private long retention() {
        return set.kept() + plan.late();
    }

    @Override
    public void open() throws Exception {
        super.open();
        record = new StreamRecord<>(null);
        clock = new SetClock(plan.late(), layouts.newest());
        warming = new Warming(plan, index, layouts.history());
        idle = new IdleEntities(
                set,
                evaluator,
                entities,
                clock,
                getInternalTimerService("idle", VoidNamespaceSerializer.INSTANCE, this),
                retention());
        events = new EntityEvents(
                evaluator,
                entities,
                clock,
                idle,
                Metrics.counter(getMetricGroup(), Metrics.ERASED),
                Metrics.counter(getMetricGroup(), Metrics.ERASED_ON_ARRIVAL));
        MetricGroup group = getMetricGroup().addGroup(Metrics.GROUP);
        group.gauge(Metrics.HELD, held::size);
        group.gauge(Metrics.IN_MEMORY, entities::size);
        group.gauge(Metrics.ROWS_IN_MEMORY, entities::bytesOfRows);
        group.gauge(Metrics.WARMING, () -> warming.count(clock.newestScored()));
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
        clock.see(partial.event().time(), partial.isScored());
        if (!partial.isScored()) {
            events.learn(key(), partial.event());
        } else if (options.order() == Order.ARRIVAL
                || clock.isPast(partial.event().time())) {
            evaluate(key(), partial);
        } else {
            held.hold(partial);
        }
    }

    private String key() {
        return (String) getCurrentKey();
    }

    /** A fact has been taken in already, and every set that it feeds gets its retraction; a scored event may still be held, here or in a set behind. */
    private void processRetraction(PartialVector retraction) throws Exception {
        Event event = retraction.event();
        if (event.source() != plan.scored()) {
            events.remove(key(), event);
        } else if (clock.isPast(event.time()) || (options.order() == Order.ARRIVAL && held.size() == 0)) {
            retract(key(), retraction);
        } else {
            held.hold(retraction);
        }
    }

    private void processErasure(PartialVector erasure) throws Exception {
        if (options.order() == Order.ARRIVAL || clock.isPast(erasure.event().time())) {
            events.erase(key(), erasure.event());
        } else {
            held.hold(erasure);
        }
    }

    private void retract(String key, PartialVector retraction) throws Exception {
        if (set.feeds(retraction.event().source())) {
            events.remove(key, retraction.event());
        }
        output.collect(record.replace(retraction, retraction.event().time()));
    }

    private void evaluate(String key, PartialVector partial) throws Exception {
        PartialVector onward = events.evaluate(key, partial, warming);
        output.collect(record.replace(onward, onward.event().time()));
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
        idle.look(timer.getKey());
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("entities leave by event time only");
    }

    private void releaseUntil(long time) throws Exception {
        for (PartialVector partial = held.takeUntil(time); partial != null; partial = held.takeUntil(time)) {
            String key = set.keyOf(partial.event());
            if (partial.isRetraction()) {
                retract(key, partial);
            } else if (partial.isFact()) {
                events.erase(key, partial.event());
            } else {
                evaluate(key, partial);
            }
        }
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        clock.reach(mark.getTimestamp());
        beginHistory();
        releaseUntil(mark.getTimestamp());
        if (clock.isAtEnd()) {
            // No timer fires: a job that was drained may go on from its savepoint, and its idle entities still leave.
            output.emitWatermark(mark);
        } else {
            super.processWatermark(mark);
        }
    }

    /** Where the job went on from a savepoint that knows nothing of this set, the set's history begins at the first watermark, and with the facts that had come before it. */
    private void beginHistory() {
        if (layouts.history().isUnknown() && !clock.isAtEnd()) {
            layouts.begin(ColumnHistory.beginning(
                    set, evaluator.layout().text(), Math.max(clock.watermark(), clock.newest())));
            warming = new Warming(plan, index, layouts.history());
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
        layoutState.update(layouts.write(clock.newest(), clock.passed()));
        heldSlots.update(List.of(slots));
        resting.update(List.of(held.resting()));
        held.snapshot(context.getRawKeyedOperatorStateOutput(), keys::keyGroup);
    }
}
