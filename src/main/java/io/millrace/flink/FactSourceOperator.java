package io.millrace.flink;

import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * Accepts events of a source that is not scored.
 *
 * <p>The end of the input passes, but forgets no id: a job that was drained may go on from its savepoint, and event time has not come that far.
 */
public final class FactSourceOperator extends AcceptOperator {
    private static final long serialVersionUID = 1;

    public FactSourceOperator(AcceptEvents accept) {
        super(accept);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.getTimestamp() == Long.MAX_VALUE) {
            output.emitWatermark(mark);
        } else {
            super.processWatermark(mark);
        }
    }
}
