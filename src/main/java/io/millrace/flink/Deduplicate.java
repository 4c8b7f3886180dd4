package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.event.Repetition;
import io.millrace.feature.PartialVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets the first event with a business id pass and turns others with the same id into dead letters, for the declared time around the first. An id is remembered until
 * event time has passed it by that much; the id of a late event, as long from its acceptance on. Keyed by the business id; one for each source.
 */
public final class Deduplicate extends KeyedProcessFunction<String, PartialVector, PartialVector> {
    private static final long serialVersionUID = 1;

    private final String source;
    private final String topic;
    private final long duplicates;
    private final OutputTag<DeadLetter> deadLetters;

    private transient ValueState<Long> accepted;
    private transient Counter duplicate;

    /** @param duplicates for how long an id is remembered, in event-time milliseconds */
    public Deduplicate(String source, String topic, long duplicates, OutputTag<DeadLetter> deadLetters) {
        this.source = source;
        this.topic = topic;
        this.duplicates = duplicates;
        this.deadLetters = deadLetters;
    }

    @Override
    public void open(OpenContext context) {
        accepted = getRuntimeContext().getState(new ValueStateDescriptor<>("accepted", Types.LONG));
        duplicate = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DUPLICATE);
    }

    @Override
    public void processElement(PartialVector partial, Context context, Collector<PartialVector> out) throws Exception {
        Event event = partial.event();
        Long before = accepted.value();
        if (before != null && Repetition.repeats(event.time(), before, duplicates)) {
            duplicate.inc();
            context.output(deadLetters, repeated(event, before));
            return;
        }
        accepted.update(event.time());
        TimerService timers = context.timerService();
        timers.registerEventTimeTimer(Repetition.forgottenAt(event.time(), timers.currentWatermark(), duplicates));
        out.collect(partial);
    }

    private DeadLetter repeated(Event event, long before) {
        String detail = "an event with this id was accepted before, its time being " + (event.time() - before)
                + " ms earlier; within " + duplicates + " ms it counts as a repetition";
        return new DeadLetter(
                source,
                topic,
                event.partition(),
                event.offset(),
                event.timestamp(),
                Reason.DUPLICATE,
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
