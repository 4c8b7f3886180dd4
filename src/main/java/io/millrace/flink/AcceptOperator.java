package io.millrace.flink;

import io.millrace.feature.PartialVector;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** Runs {@link AcceptEvents}, lets it write to the state what has to leave its memory, and takes into checkpoints what is there. */
abstract class AcceptOperator extends KeyedProcessOperator<String, PartialVector, PartialVector> {
    private static final long serialVersionUID = 1;

    /** What Flink calls the timers of a process function. */
    private static final String TIMERS = "user-timers";

    private final AcceptEvents accept;

    AcceptOperator(AcceptEvents accept) {
        super(accept);
        this.accept = accept;
    }

    @Override
    protected boolean isUsingCustomRawKeyedState() {
        return true;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        if (context.isRestored()) {
            accept.restoreYoung(context.getRawKeyedStateInputs());
        }
    }

    @Override
    public void open() throws Exception {
        super.open();
        accept.storeUnder(this);
        if (!accept.isStoredUntilKnown()) {
            getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this)
                    .forEachEventTimeTimer((namespace, due) -> accept.hasTimer(due));
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        accept.snapshotYoung(context.getRawKeyedOperatorStateOutput());
    }
}
