package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.event.Repetition;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Accepts each event of a source once and in time: events that are too far behind the watermark to be scored exactly, and those whose business id was accepted
 * before, become dead letters. Keyed by the business id; one for each source.
 *
 * <p>What is too late is decided here, by the watermark of the whole source, so that the feature sets behind can rely on it when they forget. That watermark goes into
 * checkpoints: after a restart no event is accepted whose window was forgotten before. An id is remembered until event time has passed it by the declared length.
 */
public final class AcceptEvents extends KeyedProcessFunction<String, PartialVector, PartialVector>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1;

    private final String source;
    private final String topic;
    private final long duplicates;
    private final long late;
    private final OutputTag<DeadLetter> deadLetters;

    private transient ValueState<Long> accepted;
    private transient ListState<Long> watermarks;
    private transient long watermark;
    private transient @Nullable TimerService clock;
    private transient Counter lateEvents;
    private transient Counter deadLettered;
    private transient Counter duplicate;

    /**
     * @param duplicates for how long an id is remembered, in event-time milliseconds
     * @param late how far behind the watermark an event may be, in milliseconds
     */
    public AcceptEvents(String source, String topic, long duplicates, long late, OutputTag<DeadLetter> deadLetters) {
        this.source = source;
        this.topic = topic;
        this.duplicates = duplicates;
        this.late = late;
        this.deadLetters = deadLetters;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        watermarks =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
        watermark = Long.MIN_VALUE;
        for (long before : watermarks.get()) {
            watermark = Math.max(watermark, before);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        long reached = clock == null ? Long.MIN_VALUE : clock.currentWatermark();
        boolean isEndOfInput = reached == Long.MAX_VALUE;
        watermarks.update(List.of(isEndOfInput ? watermark : Math.max(watermark, reached)));
    }

    @Override
    public void open(OpenContext context) {
        accepted = getRuntimeContext().getState(new ValueStateDescriptor<>("accepted", Types.LONG));
        lateEvents = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.LATE);
        deadLettered = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERED);
        duplicate = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DUPLICATE);
    }

    @Override
    public void processElement(PartialVector partial, Context context, Collector<PartialVector> out) throws Exception {
        Event event = partial.event();
        clock = context.timerService();
        watermark = Math.max(watermark, clock.currentWatermark());
        boolean isLate = event.time() <= watermark;
        if (isLate && event.time() < watermark - late) {
            deadLettered.inc();
            context.output(deadLetters, tooLate(event));
            return;
        }
        Long before = accepted.value();
        if (before != null && Repetition.repeats(event.time(), before, duplicates)) {
            duplicate.inc();
            context.output(deadLetters, repeated(event, before));
            return;
        }
        accepted.update(event.time());
        context.timerService().registerEventTimeTimer(Repetition.forgottenAt(event.time(), watermark, duplicates));
        if (isLate) {
            lateEvents.inc();
        }
        out.collect(partial);
    }

    private DeadLetter tooLate(Event event) {
        String detail = "the event time is " + (watermark - event.time()) + " ms behind the watermark; at most " + late
                + " ms are accepted (\"late\" in the definition)";
        return letter(event, Reason.TOO_LATE, detail);
    }

    private DeadLetter repeated(Event event, long before) {
        String detail = "an event with this id was accepted before, its time being " + (event.time() - before)
                + " ms earlier; within " + duplicates + " ms it counts as a repetition";
        return letter(event, Reason.DUPLICATE, detail);
    }

    private DeadLetter letter(Event event, Reason reason, String detail) {
        return new DeadLetter(
                source,
                topic,
                event.partition(),
                event.offset(),
                event.timestamp(),
                reason,
                detail,
                event.id(),
                null,
                null);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<PartialVector> out) throws Exception {
        Long before = accepted.value();
        if (before != null && Repetition.forgottenAt(before, Long.MIN_VALUE, duplicates) <= timestamp) {
            accepted.clear();
        }
    }
}
