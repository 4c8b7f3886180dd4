package io.millrace.flink;

import io.millrace.feature.PartialVector;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Accepts events of the scored source, and keeps event time from running ahead of it.
 *
 * <p>In Flink, an idle source has no say in event time: while the scored one is silent, reports or other facts would take the watermark with them, days ahead in a
 * catch-up, and events that come then could no longer be put into order. So the scored source is never reported idle. When all its partitions have fallen silent, event time
 * goes on to its newest event, since nothing between is to be waited for any more, and stays there.
 */
public final class ScoredSourceOperator extends KeyedProcessOperator<String, PartialVector, PartialVector> {
    private static final long serialVersionUID = 1;

    private final long lateness;
    private transient long told;
    private transient long reached;

    /** @param lateness how far the source's watermark trails its newest event, in milliseconds */
    public ScoredSourceOperator(AcceptEvents accept, long lateness) {
        super(accept);
        this.lateness = lateness;
    }

    @Override
    public void open() throws Exception {
        super.open();
        told = Long.MIN_VALUE;
        reached = Long.MIN_VALUE;
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        told = mark.getTimestamp();
        reach(told);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        boolean anythingRead = told > Long.MIN_VALUE;
        if (status.isIdle() && anythingRead && told < Long.MAX_VALUE - lateness) {
            // The watermark is lateness + 1 behind the newest event of the partition that is furthest.
            reach(told + lateness + 1);
        }
    }

    private void reach(long time) throws Exception {
        if (time <= reached) {
            return;
        }
        reached = time;
        if (time == Long.MAX_VALUE) {
            output.emitWatermark(new Watermark(time));
        } else {
            super.processWatermark(new Watermark(time));
        }
    }
}
