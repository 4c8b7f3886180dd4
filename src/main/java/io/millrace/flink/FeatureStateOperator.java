package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.ColumnHistory;
import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.FeatureSetEvaluator;
import io.millrace.feature.PartialVector;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.AbstractKeyedStateBackend;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStorageLocation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the state with which {@link FeatureSetOperator} goes on, of events that come sorted by entity and time, as Flink's batch mode sorts them; in a real state backend, not in that of the batch mode.
 * At the end it writes its state as a savepoint has it, and emits one {@link SetState} by its bytes.
 *
 * <p>Nothing is evaluated. Rows that no window of a later event can hold are let go, each entity with rows gets the timer that lets it leave, and events that waited in the savepoint which the job goes on from
 * wait again, and so do their deletions. What else was deleted has been left out before.
 */
public final class FeatureStateOperator extends AbstractStreamOperator<byte[]>
        implements OneInputStreamOperator<PartialVector, byte[]>, BoundedOneInput, Triggerable<String, VoidNamespace> {
    private static final long serialVersionUID = 1;
    /** One entity is at hand at a time. */
    private static final int IN_MEMORY = 1;
    /** State of fewer bytes than this goes into the savepoint's metadata. */
    private static final int SMALL = 20 << 10;

    private static final int BUFFER = 1 << 20;
    private static final long CHECKPOINT = 1;

    private final PipelineText text;
    private final int index;
    private final StateFromLake task;

    private transient Pipeline pipeline;
    private transient FeatureSet set;
    private transient FeatureSetEvaluator evaluator;
    private transient EntityKeys keys;
    private transient HeldEvents held;
    private transient WaitingPlaces waiting;
    private transient ListState<String> heldSlots;
    private transient ListState<String> layoutState;
    private transient KnownLayouts layouts;
    private transient EntityStore entities;
    private transient IdleEntities idle;
    private transient @Nullable String entity;
    private transient long time;
    private transient long newest;

    /** @param index position of the feature set in {@link FeaturePlan#sets} */
    public FeatureStateOperator(PipelineText text, int index, StateFromLake task) {
        this.text = text;
        this.index = index;
        this.task = task;
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        pipeline = PipelineCompiler.compile(text);
        FeaturePlan plan = pipeline.features();
        set = plan.sets().get(index);
        evaluator = new FeatureSetEvaluator(set, plan.scored());
        AbstractKeyedStateBackend<?> backend = (AbstractKeyedStateBackend<?>) this.<String>getKeyedStateBackend();
        keys = new EntityKeys(
                set, getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(), backend.getKeyGroupRange());
        held = FeatureSetOperator.held(set, backend, Integer.MAX_VALUE);
        waiting = ScoringSavepoint.open(task.from()).waiting(pipeline);
        heldSlots = context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("slots", Types.STRING));
        layoutState =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("layouts", Types.STRING));
        layouts = KnownLayouts.restore(List.of(), set, evaluator.layout().text(), retention());
        task.beginning()
                .ifPresent(beginning -> layouts.begin(
                        ColumnHistory.beginning(set, evaluator.layout().text(), beginning.toEpochMilli())));
        entities = new EntityStore(
                context.getKeyedStateStore(),
                evaluator,
                layouts,
                new FeatureSetOptions(Order.EVENT_TIME, IN_MEMORY, 0, Integer.MAX_VALUE, false),
                this::getCurrentKey,
                this::setCurrentKey);
        newest = Long.MIN_VALUE;
    }

    private long retention() {
        return set.kept() + pipeline.features().late();
    }

    @Override
    public void open() throws Exception {
        super.open();
        idle = new IdleEntities(
                set,
                evaluator,
                entities,
                new SetClock(pipeline.features().late(), Long.MIN_VALUE),
                getInternalTimerService("idle", VoidNamespaceSerializer.INSTANCE, this),
                retention());
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) throws Exception {
        PartialVector partial = element.getValue();
        Event event = partial.event();
        newest = Math.max(newest, event.time());
        begin(set.keyOf(event), event.time());
        if (waiting.isToWait(set, partial)) {
            held.hold(partial);
        } else if (!partial.isRetraction()) {
            take(event);
        }
    }

    private void begin(String key, long at) throws Exception {
        if (!key.equals(entity)) {
            finishEntity();
            entity = key;
        } else if (at < time) {
            throw new IllegalStateException(
                    "events of feature set " + set.name()
                            + " do not come sorted by time; run this in Flink's batch mode with execution.sorted-inputs.enabled");
        }
        time = at;
    }

    private void take(Event event) throws Exception {
        EntityStore.Entry entry = entities.entry(set.keyOf(event));
        if (set.isErasedBy(event.source())) {
            evaluator.erase(entry.state(), event.time());
            idle.attendErased(event.time());
        } else {
            evaluator.add(entry.state(), event, PartialVector.NO_ROW);
        }
        evaluator.forget(entry.state(), Math.min(event.time(), task.earliest()));
        entry.changed();
    }

    /** No more events of the entity come. */
    private void finishEntity() throws Exception {
        if (entity == null) {
            return;
        }
        EntityStore.Entry entry = entities.entry(entity);
        evaluator.forget(entry.state(), task.earliest());
        if (entry.state().isEmpty()) {
            entities.remove(entity);
        } else {
            entry.changed();
            idle.attend(entry, time);
        }
    }

    /** No timer fires here: they are for the job that goes on. */
    @Override
    public void processWatermark(Watermark mark) {
        output.emitWatermark(mark);
    }

    @Override
    public void onEventTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("timers are for the job that goes on");
    }

    @Override
    public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
        throw new IllegalStateException("entities leave by event time only");
    }

    @Override
    public void endInput() throws Exception {
        finishEntity();
        CheckpointStorageLocationReference reference =
                AbstractFsCheckpointStorageAccess.encodePathAsReference(new Path(task.out()));
        var written = snapshotState(
                CHECKPOINT,
                CHECKPOINT,
                new CheckpointOptions(SavepointType.savepoint(SavepointFormatType.CANONICAL), reference),
                storage(reference));
        SetState state = new SetState(
                index,
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                Math.toIntExact(held.size()),
                OperatorSnapshotFinalizer.create(written).getJobManagerOwnedState());
        output.collect(new StreamRecord<>(state.bytes()));
    }

    private CheckpointStreamFactory storage(CheckpointStorageLocationReference reference) throws IOException {
        Path out = new Path(task.out());
        out.getFileSystem().mkdirs(out);
        return new FsCheckpointStorageLocation(out.getFileSystem(), out, out, out, reference, SMALL, BUFFER);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        entities.flush();
        layoutState.update(layouts.write(newest, reached()));
        heldSlots.update(List.of(EventSlots.of(pipeline).toString()));
        held.snapshot(context.getRawKeyedOperatorStateOutput(), keys::keyGroup);
    }

    /** Up to where time has come by which rows were let go. */
    private long reached() {
        return task.earliest() == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : task.earliest() + pipeline.features().late();
    }
}
