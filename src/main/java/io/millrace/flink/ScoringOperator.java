package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.Lineup;
import io.millrace.model.control.Share;
import io.millrace.model.control.Timeline;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Completes vectors, scores them in batches with the versions that serve them and emits predictions in the order of the events.
 *
 * <p>Which version serves an event follows from the event and the timeline of decisions, which comes in by the second input. An event that is ahead of what has been decided waits, and with it all behind it.
 *
 * <p>A batch is scored when it is full, when its first event has waited for the declared time, and before anything that must not overtake events or leave them behind: a checkpoint barrier, a watermark or its status, a latency
 * marker, a decision, the end of the input. So nothing of a batch is in state.
 *
 * <p>Retractions end here: a prediction that was made stays.
 */
public final class ScoringOperator extends AbstractStreamOperator<Prediction>
        implements TwoInputStreamOperator<PartialVector, ControlUpdate, Prediction> {
    private static final long serialVersionUID = 1;

    private static final int EVENTS = 0;

    private final PipelineText text;
    private final ScorerFactory scorers;
    private final ScoringOptions options;
    private final OutputTag<Prediction> shadows;
    private final OutputTag<DeadLetter> deadLetters;

    private transient Pipeline pipeline;
    private transient VectorAssembly assembly;
    private transient ServingKeys keys;
    private transient Timeline timeline;
    private transient LoadedModels models;
    private transient Set<String> named;
    private transient Set<String> retired;
    private transient ScoringBatch batch;
    private transient PredictionEmitter emitter;
    private transient AwaitingEvents awaiting;
    private transient @Nullable Watermark heldBack;
    private transient long horizon;
    private transient long passed;
    private transient boolean timerSet;

    /**
     * @param shadows where the scores of shadows go
     * @param deadLetters where events go that have no score
     */
    public ScoringOperator(
            PipelineText text,
            ScorerFactory scorers,
            ScoringOptions options,
            OutputTag<Prediction> shadows,
            OutputTag<DeadLetter> deadLetters) {
        this.text = text;
        this.scorers = scorers;
        this.options = options;
        this.shadows = shadows;
        this.deadLetters = deadLetters;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        awaiting = new AwaitingEvents(context);
    }

    @Override
    public void open() throws Exception {
        super.open();
        pipeline = PipelineCompiler.compile(text);
        assembly = new VectorAssembly(pipeline.features());
        keys = new ServingKeys(pipeline);
        timeline = new Timeline();
        named = new LinkedHashSet<>();
        retired = new LinkedHashSet<>();
        horizon = Long.MIN_VALUE;
        passed = Long.MIN_VALUE;
        ModelMetrics metrics = new ModelMetrics(getMetricGroup());
        int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        models =
                new LoadedModels(scorers, options.capacity(), acknowledgements().of(subtask), System::nanoTime);
        batch = new ScoringBatch(
                options.capacity(),
                pipeline.features().vector().stream()
                        .mapToInt(Integer::intValue)
                        .toArray(),
                models,
                metrics,
                pipeline.model().fallback());
        emitter = new PredictionEmitter(
                new PredictionMaker(pipeline, assembly, keys),
                output,
                shadows,
                deadLetters,
                new SpareTime(
                        getContainingTask().getEnvironment().getMetricGroup().getIOMetricGroup(),
                        getProcessingTimeService()),
                metrics,
                getMetricGroup());
        getMetricGroup().addGroup(Metrics.GROUP).gauge(Metrics.AWAITING, () -> awaiting.size());
        getMetricGroup().addGroup(Metrics.GROUP).gauge(Metrics.MODEL_MEMORY, scorers::modelMemory);
    }

    private Acknowledgements acknowledgements() {
        return new Acknowledgements(getContainingTask().getEnvironment().getGlobalAggregateManager());
    }

    @Override
    public void processElement1(StreamRecord<PartialVector> element) {
        PartialVector partial = element.getValue();
        if (partial.isRetraction()) {
            return;
        }
        if (partial.event().time() > horizon || awaiting.size() > 0) {
            awaiting.add(partial);
        } else {
            enter(partial);
        }
    }

    private void enter(PartialVector partial) {
        assembly.derive(partial.event(), partial.row());
        Lineup lineup = timeline.at(partial.event().time(), keys.segment(partial.event()));
        String challenger = lineup.challengers().isEmpty() ? null : lineup.challenger(keys.position(partial.event()));
        batch.add(partial, lineup, challenger);
        if (batch.isFull()) {
            flush();
        } else if (!timerSet) {
            timerSet = true;
            long due = getProcessingTimeService().getCurrentProcessingTime()
                    + options.linger().toMillis();
            // The future only serves to cancel, and an early flush leaves a timer that finds an empty batch.
            var unused = getProcessingTimeService().registerTimer(due, time -> {
                timerSet = false;
                flush();
            });
        }
    }

    private void flush() {
        if (batch.size() > 0) {
            batch.score();
            emitter.emit(batch);
            batch.clear();
        }
    }

    @Override
    public void processElement2(StreamRecord<ControlUpdate> element) {
        flush();
        ControlUpdate update = element.getValue();
        Decision decision = update.decision();
        if (decision != null) {
            timeline.add(decision);
            follow(decision);
        }
        if (update.horizon() > horizon) {
            horizon = update.horizon();
            loadWhatServes();
            release();
        }
    }

    /** Loads what is to be prepared, notes what a change names and what is retired. Only accepted commands are told. */
    private void follow(Decision decision) {
        List<String> digests =
                decision.command().models().stream().map(Share::digest).toList();
        retired.removeAll(digests);
        switch (decision.command().kind()) {
            case PREPARE -> digests.forEach(models::load);
            case RETIRE -> {
                retired.addAll(digests);
                letGo();
            }
            case ACTIVATE, SPLIT, SHADOW -> named.addAll(digests);
        }
    }

    /** Closes what is retired and has no part for any event that is not late. What is decided holds only ahead of event time, so that a model serves on for a while after it is retired. */
    private void letGo() {
        for (String digest : List.copyOf(retired)) {
            if (!timeline.holdsFrom(digest, passed)) {
                models.letGo(digest);
                retired.remove(digest);
            }
        }
    }

    /** Of all that changes named, loads what serves from the horizon on: after a start, decisions of long ago are told as well. */
    private void loadWhatServes() {
        named.stream().filter(digest -> timeline.holdsFrom(digest, horizon)).forEach(models::load);
        named.clear();
    }

    private void release() {
        PartialVector next = awaiting.takeUntil(horizon);
        while (next != null) {
            enter(next);
            next = awaiting.takeUntil(horizon);
        }
        Watermark held = heldBack;
        if (held != null && awaiting.size() == 0) {
            heldBack = null;
            flush();
            pass(held);
        }
    }

    private void pass(Watermark mark) {
        output.emitWatermark(mark);
        passed = mark.getTimestamp();
        letGo();
    }

    @Override
    public void processWatermark1(Watermark mark) {
        flush();
        if (awaiting.size() == 0) {
            pass(mark);
        } else {
            heldBack = mark;
        }
    }

    /** Decisions have no event time. */
    @Override
    public void processWatermark2(Watermark mark) {}

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int input) {
        if (input == EVENTS) {
            flush();
            output.emitWatermarkStatus(status);
        }
    }

    @Override
    public void processLatencyMarker1(LatencyMarker marker) throws Exception {
        flush();
        super.processLatencyMarker1(marker);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        flush();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        awaiting.snapshot();
    }

    @Override
    public void finish() throws Exception {
        flush();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (models != null) {
            models.close();
        }
        super.close();
    }
}
