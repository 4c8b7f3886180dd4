package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Lets valid events in, unless they are too late to be scored exactly, and turns all others aside as dead letters. One for each source. */
public final class AdmitEvents extends ProcessFunction<Arrival<Event>, PartialVector> {
    private static final long serialVersionUID = 1;

    private final String source;
    private final String topic;
    private final long late;
    private final int features;
    private final OutputTag<DeadLetter> deadLetters;

    private transient Counter read;
    private transient Counter lateEvents;
    private transient Counter deadLettered;

    /**
     * @param late how far behind the watermark an event may be, in milliseconds
     * @param features the number of features of an event that is to be scored, or 0 where the source's events only feed features
     */
    public AdmitEvents(String source, String topic, long late, int features, OutputTag<DeadLetter> deadLetters) {
        this.source = source;
        this.topic = topic;
        this.late = late;
        this.features = features;
        this.deadLetters = deadLetters;
    }

    @Override
    public void open(OpenContext context) {
        read = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.READ);
        lateEvents = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.LATE);
        deadLettered = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERED);
    }

    @Override
    public void processElement(Arrival<Event> arrival, Context context, Collector<PartialVector> out) {
        read.inc();
        if (arrival.isDead()) {
            refuse(arrival.deadLetter(), context);
            return;
        }
        Event event = arrival.value();
        long watermark = context.timerService().currentWatermark();
        if (event.time() <= watermark) {
            if (event.time() < watermark - late) {
                refuse(tooLate(event, watermark), context);
                return;
            }
            lateEvents.inc();
        }
        out.collect(features > 0 ? PartialVector.scored(event, features) : PartialVector.fact(event));
    }

    private void refuse(DeadLetter letter, Context context) {
        deadLettered.inc();
        context.output(deadLetters, letter);
    }

    private DeadLetter tooLate(Event event, long watermark) {
        String detail = "the event time is " + (watermark - event.time()) + " ms behind the watermark; at most " + late
                + " ms are accepted (\"late\" in the definition)";
        return new DeadLetter(
                source,
                topic,
                event.partition(),
                event.offset(),
                event.timestamp(),
                Reason.TOO_LATE,
                detail,
                event.id(),
                null,
                null);
    }
}
