package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Lets valid events in and turns all other records aside as dead letters. One for each source. */
public final class AdmitEvents extends ProcessFunction<Arrival<Event>, PartialVector> {
    private static final long serialVersionUID = 1;

    private final int features;
    private final OutputTag<DeadLetter> deadLetters;

    private transient Counter read;
    private transient Counter deadLettered;

    /** @param features the number of features of an event that is to be scored, or 0 where the source's events only feed features */
    public AdmitEvents(int features, OutputTag<DeadLetter> deadLetters) {
        this.features = features;
        this.deadLetters = deadLetters;
    }

    @Override
    public void open(OpenContext context) {
        read = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.READ);
        deadLettered = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERED);
    }

    @Override
    public void processElement(Arrival<Event> arrival, Context context, Collector<PartialVector> out) {
        read.inc();
        if (arrival.isDead()) {
            deadLettered.inc();
            context.output(deadLetters, arrival.deadLetter());
            return;
        }
        Event event = arrival.value();
        out.collect(features > 0 ? PartialVector.scored(event, features) : PartialVector.fact(event));
    }
}
