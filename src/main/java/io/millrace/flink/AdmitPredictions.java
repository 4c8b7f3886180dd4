package io.millrace.flink;

import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import io.millrace.model.Prediction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Lets readable predictions in and turns all other records of their topic aside as dead letters. */
public final class AdmitPredictions extends ProcessFunction<Arrival<Prediction>, Prediction> {
    private static final long serialVersionUID = 1;

    private final OutputTag<DeadLetter> deadLetters;

    private transient Counter read;
    private transient Counter deadLettered;

    public AdmitPredictions(OutputTag<DeadLetter> deadLetters) {
        this.deadLetters = deadLetters;
    }

    @Override
    public void open(OpenContext context) {
        read = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.READ);
        deadLettered = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERED);
    }

    @Override
    public void processElement(Arrival<Prediction> arrival, Context context, Collector<Prediction> out) {
        read.inc();
        if (arrival.isDead()) {
            deadLettered.inc();
            context.output(deadLetters, arrival.deadLetter());
        } else {
            out.collect(arrival.value());
        }
    }
}
