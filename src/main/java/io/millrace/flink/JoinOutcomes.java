package io.millrace.flink;

import io.millrace.feature.PartialVector;
import io.millrace.feedback.JoinState;
import io.millrace.feedback.LabelledExample;
import io.millrace.feedback.LabelledExample.Outcome;
import io.millrace.feedback.OutcomeJoin;
import io.millrace.feedback.OutcomeJoin.Step;
import io.millrace.feedback.Report;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Joins predictions (first input) with reports of outcomes (second input), keyed by the business id of the scored event. */
public final class JoinOutcomes extends KeyedCoProcessFunction<String, Prediction, PartialVector, LabelledExample> {
    private static final long serialVersionUID = 1;

    private final String source;
    private final String topic;
    private final int joinSlot;
    private final long horizon;
    private final long corrections;
    private final double absentLabel;
    private final OutputTag<DeadLetter> deadLetters;

    private transient OutcomeJoin join;
    private transient ValueState<JoinState> states;
    private transient long predictedUntil;
    private transient Counter joined;
    private transient Counter corrected;
    private transient Counter absent;
    private transient Counter duplicate;
    private transient Counter deadLettered;

    /**
     * @param source name of the source of outcomes
     * @param topic its topic
     * @param joinSlot slot of the business id of the scored event in its events
     */
    public JoinOutcomes(
            String source, String topic, int joinSlot, OutcomeJoin join, OutputTag<DeadLetter> deadLetters) {
        this.source = source;
        this.topic = topic;
        this.joinSlot = joinSlot;
        this.horizon = join.horizon();
        this.corrections = join.corrections();
        this.absentLabel = join.absent();
        this.deadLetters = deadLetters;
    }

    @Override
    public void open(OpenContext context) {
        join = new OutcomeJoin(horizon, corrections, absentLabel);
        states = getRuntimeContext().getState(new ValueStateDescriptor<>("join", Form.JOIN_STATE.typeInformation()));
        predictedUntil = Long.MIN_VALUE;
        joined = counter(Metrics.JOINED);
        corrected = counter(Metrics.CORRECTED);
        absent = counter(Metrics.ABSENT);
        duplicate = counter(Metrics.DUPLICATE);
        deadLettered = counter(Metrics.DEAD_LETTERED);
    }

    private Counter counter(String name) {
        return Metrics.counter(getRuntimeContext().getMetricGroup(), name);
    }

    private JoinState state() throws Exception {
        JoinState state = states.value();
        return state != null ? state : JoinState.EMPTY;
    }

    @Override
    public void processElement1(Prediction prediction, Context context, Collector<LabelledExample> out)
            throws Exception {
        predictedUntil = Math.max(predictedUntil, prediction.eventTime());
        Step step = join.predicted(state(), prediction);
        if (step.repeated()) {
            duplicate.inc();
            return;
        }
        TimerService timers = context.timerService();
        timers.registerEventTimeTimer(join.horizonEnd(prediction));
        timers.registerEventTimeTimer(join.correctionsEnd(prediction));
        apply(step, out);
        // Where reports have taken event time ahead, a timer in the past would wait until event time moves again.
        if (join.horizonEnd(prediction) <= timers.currentWatermark()) {
            pass(timers.currentWatermark(), context, out);
        }
    }

    @Override
    public void processElement2(PartialVector fact, Context context, Collector<LabelledExample> out) throws Exception {
        if (fact.isRetraction()) {
            return;
        }
        Report report = Report.of(fact.event(), joinSlot);
        Step step = join.reported(state(), report);
        if (step.repeated()) {
            duplicate.inc();
            context.output(
                    deadLetters, letter(report, Reason.DUPLICATE, "an outcome of this event was reported before"));
            return;
        }
        context.timerService().registerEventTimeTimer(join.patienceEnd(report));
        apply(step, out);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LabelledExample> out) throws Exception {
        pass(timestamp, context, out);
    }

    private void pass(long time, Context context, Collector<LabelledExample> out) throws Exception {
        long watermark = context.timerService().currentWatermark();
        boolean ended = watermark == Long.MAX_VALUE;
        Step step = join.passed(state(), time, ended ? Long.MAX_VALUE : predictedUntil);
        Report orphan = step.orphan();
        if (orphan != null) {
            deadLettered.inc();
            String detail =
                    "no prediction for this event came within " + corrections + " ms of event time after the report";
            context.output(deadLetters, letter(orphan, Reason.OUTCOME_WITHOUT_PREDICTION, detail));
        }
        JoinState kept = step.state();
        if (kept != null && kept.tracked().isEmpty()) {
            context.timerService().registerEventTimeTimer(watermark + corrections + 1);
        }
        apply(step, out);
    }

    private void apply(Step step, Collector<LabelledExample> out) throws Exception {
        states.update(step.state());
        for (LabelledExample example : step.examples()) {
            (example.outcome() == Outcome.REPORTED ? joined : absent).inc();
            if (example.revision() > 1) {
                corrected.inc();
            }
            out.collect(example);
        }
    }

    private DeadLetter letter(Report report, Reason reason, String detail) {
        return new DeadLetter(
                source,
                topic,
                report.partition(),
                report.offset(),
                report.timestamp(),
                reason,
                detail,
                report.eventId(),
                null,
                null);
    }
}
