package io.millrace.flink;

import io.millrace.feature.PartialVector;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Accepts events of the scored source, and keeps event time from running ahead of it.
 *
 * <p>In Flink, an idle source has no say in event time: while the scored one is silent, reports or other facts would take the watermark with them, days ahead in a
 * catch-up, and events that come then could no longer be put into order. So the scored source is never reported idle. When all its partitions have fallen silent, event time
 * goes on to its newest event, since nothing between is to be waited for any more, and stays there.
 *
 * <p>The time of the newest event goes into checkpoints: a job that starts again in such a silence reads nothing that would tell it, and holds events that wait for it. It goes on to that time when nothing
 * has been read for a minute. Sooner it might only be slow to start; then what it is about to read, of partitions that were behind, would all be late.
 */
public final class ScoredSourceOperator extends AcceptOperator {
    private static final long serialVersionUID = 1;

    /** How long nothing has been read before event time goes on to what was read before the start, in milliseconds. */
    static final long SILENCE = 60_000;

    private final long lateness;
    private transient long told;
    private transient long reached;
    private transient long newest;
    private transient boolean isIdle;
    private transient int silences;
    private transient ListState<Long> newestBefore;

    /** @param lateness how far the source's watermark trails its newest event, in milliseconds */
    public ScoredSourceOperator(AcceptEvents accept, long lateness) {
        super(accept);
        this.lateness = lateness;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        newestBefore =
                context.getOperatorStateStore().getUnionListState(new ListStateDescriptor<>("newest", Types.LONG));
        newest = Long.MIN_VALUE;
        for (long before : newestBefore.get()) {
            newest = Math.max(newest, before);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        newestBefore.update(List.of(newest));
    }

    @Override
    public void open() throws Exception {
        super.open();
        told = Long.MIN_VALUE;
        reached = Long.MIN_VALUE;
    }

    @Override
    public void processElement(StreamRecord<PartialVector> element) throws Exception {
        if (!element.getValue().isRetraction()) {
            newest = Math.max(newest, element.getValue().event().time());
        }
        super.processElement(element);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        told = mark.getTimestamp();
        reach(told);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        isIdle = status.isIdle();
        if (!isIdle) {
            return;
        }
        if (told > Long.MIN_VALUE && told < Long.MAX_VALUE - lateness) {
            // The watermark is lateness + 1 behind the newest event of the partition that is furthest.
            reach(told + lateness + 1);
        }
        int silence = ++silences;
        long now = getProcessingTimeService().getCurrentProcessingTime();
        ScheduledFuture<?> unused = getProcessingTimeService().registerTimer(now + SILENCE, time -> {
            if (isIdle && silence == silences) {
                reach(newest);
            }
        });
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
