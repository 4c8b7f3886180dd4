package io.millrace.flink;

import io.millrace.governance.Arrival;
import io.millrace.governance.DeadLetter;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Lets what a source read and found valid go on, deletions included, and turns everything else aside as dead letters. */
public final class Admit<T, O> extends ProcessFunction<Arrival<T>, O> {
    private static final long serialVersionUID = 1;

    private final MapFunction<Arrival<T>, O> onward;
    private final OutputTag<DeadLetter> deadLetters;

    private transient Counter read;
    private transient Counter deadLettered;

    /** @param onward what goes on of what is no dead letter */
    public Admit(MapFunction<Arrival<T>, O> onward, OutputTag<DeadLetter> deadLetters) {
        this.onward = onward;
        this.deadLetters = deadLetters;
    }

    @Override
    public void open(OpenContext context) {
        read = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.READ);
        deadLettered = Metrics.counter(getRuntimeContext().getMetricGroup(), Metrics.DEAD_LETTERED);
    }

    @Override
    public void processElement(Arrival<T> arrival, Context context, Collector<O> out) throws Exception {
        read.inc();
        if (arrival.isDead()) {
            deadLettered.inc();
            context.output(deadLetters, arrival.deadLetter());
        } else {
            out.collect(onward.map(arrival));
        }
    }
}
