package io.millrace.flink;

import io.millrace.feature.PartialVector;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/** Runs {@link AcceptEvents}, and lets it write what it has in memory. */
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
    public void open() throws Exception {
        super.open();
        accept.storeUnder(this);
        if (!accept.isStoredUntilKnown()) {
            getInternalTimerService(TIMERS, VoidNamespaceSerializer.INSTANCE, this)
                    .forEachEventTimeTimer((namespace, due) -> accept.hasTimer(due));
        }
    }

    /** Before the state backend and its timers are asked for what they hold. */
    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        accept.storeAll();
    }
}
