package io.millrace.flink;

import io.millrace.event.Opener;
import io.millrace.feature.PartialVector;
import io.millrace.model.control.ControlUpdate;
import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import io.millrace.model.control.ModelCommand.Kind;
import io.millrace.model.control.ModelControl;
import io.millrace.model.control.Readiness.Preparation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Decides on the commands of the second input, and tells all that score: the decisions, and up to which event time everything has been decided. Of the first input it takes the watermarks alone. One subtask.
 *
 * <p>Decisions and horizon go into checkpoints, so that after a failure what was decided and what was scored by it stand at the same point. After a start the decisions are told again, from the beginning.
 */
public final class ControlOperator extends AbstractStreamOperator<ControlUpdate>
        implements TwoInputStreamOperator<PartialVector, ModelCommand, ControlUpdate> {
    private static final long serialVersionUID = 1;

    private static final long CHECK_MILLIS = 200;

    private final String champion;
    private final String vector;
    private final long lead;
    private final int scorers;
    private final Opener<List<Decision>> history;
    private final OutputTag<Decision> decided;

    private transient ListState<Decision> decisionsState;
    private transient ListState<Long> horizonState;
    private transient ModelControl control;
    private transient Acknowledgements acknowledgements;
    private transient boolean hasBegun;

    /**
     * @param champion digest of the model that serves before anything is activated
     * @param vector fingerprint of the vector that models take
     * @param lead how far the horizon is ahead of the watermark, in milliseconds
     * @param scorers how many subtasks score
     * @param history what was decided in earlier lives of the pipeline, for a start without state
     * @param decided where decisions go, once each
     */
    public ControlOperator(
            String champion,
            String vector,
            long lead,
            int scorers,
            Opener<List<Decision>> history,
            OutputTag<Decision> decided) {
        this.champion = champion;
        this.vector = vector;
        this.lead = lead;
        this.scorers = scorers;
        this.history = history;
        this.decided = decided;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        decisionsState = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("decisions", Form.DECISION.serializer()));
        horizonState = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("horizon", Types.LONG));
        List<Decision> before = new ArrayList<>();
        decisionsState.get().forEach(before::add);
        long horizon = Long.MIN_VALUE;
        for (long reached : horizonState.get()) {
            horizon = reached;
        }
        control = new ModelControl(lead, vector, horizon, before.isEmpty() ? history.open() : before);
    }

    @Override
    public void open() throws Exception {
        super.open();
        acknowledgements =
                new Acknowledgements(getContainingTask().getEnvironment().getGlobalAggregateManager());
        hasBegun = false;
        // Fires once the task runs, before which nothing may be emitted; what comes in earlier begins as well.
        var unused = getProcessingTimeService()
                .registerTimer(getProcessingTimeService().getCurrentProcessingTime(), time -> begin());
    }

    /** Tells what was decided before, once, ahead of everything else. */
    private void begin() {
        if (hasBegun) {
            return;
        }
        hasBegun = true;
        if (!control.hasChampion()) {
            record(control.begin(champion, getProcessingTimeService().getCurrentProcessingTime()));
        }
        String warning = control.withoutEffect(champion);
        if (!warning.isEmpty()) {
            LOG.warn("{}", warning);
        }
        Set<String> wanted = control.wanted();
        // What was said of them before this start is not true of subtasks that have not begun yet.
        wanted.forEach(acknowledgements::forget);
        for (Decision decision : control.holding()) {
            if (decision.isChange() || isWanted(decision, wanted)) {
                tell(decision);
            }
        }
        tellHorizon();
        if (control.isPreparing()) {
            check();
        }
    }

    private static boolean isWanted(Decision decision, Set<String> wanted) {
        return decision.command().kind() == Kind.PREPARE
                && decision.verdict() == Decision.Verdict.ACCEPTED
                && wanted.contains(decision.command().models().get(0).digest());
    }

    private void record(Decision decision) {
        output.collect(decided, new StreamRecord<>(decision));
    }

    private void tell(Decision decision) {
        output.collect(new StreamRecord<>(new ControlUpdate(decision, Long.MIN_VALUE)));
    }

    private void tellHorizon() {
        output.collect(new StreamRecord<>(new ControlUpdate(null, control.horizon())));
    }

    @Override
    public void processElement1(StreamRecord<PartialVector> element) {}

    @Override
    public void processElement2(StreamRecord<ModelCommand> element) {
        begin();
        control.decide(element.getValue(), this::preparation).ifPresent(this::follow);
    }

    private Preparation preparation(String digest) {
        return acknowledgements.preparation(digest, scorers);
    }

    private void follow(Decision decision) {
        record(decision);
        if (decision.verdict() != Decision.Verdict.ACCEPTED) {
            return;
        }
        boolean isPreparation = decision.command().kind() == Kind.PREPARE;
        if (isPreparation) {
            acknowledgements.forget(decision.command().models().get(0).digest());
        }
        tell(decision);
        if (isPreparation) {
            check();
        }
    }

    /** Looks whether preparations have come to an end, again and again until all have. */
    private void check() {
        control.prepared(this::preparation).forEach(this::record);
        if (control.isPreparing()) {
            long next = getProcessingTimeService().getCurrentProcessingTime() + CHECK_MILLIS;
            var unused = getProcessingTimeService().registerTimer(next, time -> check());
        }
    }

    @Override
    public void processWatermark1(Watermark mark) {
        begin();
        if (mark.getTimestamp() == Long.MAX_VALUE) {
            // The end of the input is no event time: a job that is started again from here decides on.
            output.collect(new StreamRecord<>(new ControlUpdate(null, Long.MAX_VALUE)));
        } else if (control.reach(mark.getTimestamp())) {
            tellHorizon();
        }
    }

    @Override
    public void processWatermark2(Watermark mark) {}

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int input) {}

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        decisionsState.update(control.decisions());
        horizonState.update(List.of(control.horizon()));
    }
}
