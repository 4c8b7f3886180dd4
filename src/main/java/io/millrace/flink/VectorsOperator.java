package io.millrace.flink;

import io.millrace.content.ContentReaders;
import io.millrace.content.ContentVectors;
import io.millrace.content.ReadAhead;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.util.Objects;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.LatencyMarker;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Computes the vectors of the texts and images of a source's events, as soon as they were read.
 *
 * <p>Events that refer to images in files wait here in their order while the files are read, a few at a time. They go on before anything that must not overtake them, a checkpoint's barrier among it: so there is no
 * state.
 */
public final class VectorsOperator extends AbstractStreamOperator<Arrival<Event>>
        implements OneInputStreamOperator<Arrival<Event>, Arrival<Event>> {
    private static final long serialVersionUID = 1;
    /** How often it is looked whether files have come, while none arrives that would tell. */
    private static final long LOOK_MILLIS = 2;

    private final PipelineText text;
    private final int source;
    private final ContentReaders readers;
    private final int cached;

    private transient @Nullable ContentVectors vectors;
    private transient @Nullable ReadAhead ahead;
    private transient boolean timerSet;

    /**
     * @param source the index of the source
     * @param cached how many vectors of each kind a subtask keeps
     */
    public VectorsOperator(PipelineText text, int source, ContentReaders readers, int cached) {
        this.text = text;
        this.source = source;
        this.readers = readers;
        this.cached = cached;
    }

    @Override
    public void open() throws Exception {
        super.open();
        Source compiled = PipelineCompiler.compile(text).sources().get(source);
        ContentVectors opened =
                ContentVectors.open(compiled.name(), compiled.topic(), compiled.vectors(), readers, cached);
        vectors = opened;
        ahead = new ReadAhead(opened, arrival -> output.collect(new StreamRecord<>(arrival, arrival.time())));
        MetricGroup group = getMetricGroup().addGroup(Metrics.GROUP);
        group.gauge(Metrics.VECTORS_COMPUTED, opened::computed);
        group.gauge(Metrics.VECTORS_REPEATED, opened::repeated);
        group.gauge(Metrics.TRUNCATED, opened::truncated);
    }

    private ReadAhead ahead() {
        return Objects.requireNonNull(ahead, "an operator is opened before it is used");
    }

    @Override
    public void processElement(StreamRecord<Arrival<Event>> element) {
        ahead().add(element.getValue());
        ahead().passReady();
        look();
    }

    private void look() {
        if (timerSet || ahead().isEmpty()) {
            return;
        }
        timerSet = true;
        long due = getProcessingTimeService().getCurrentProcessingTime() + LOOK_MILLIS;
        // The future only serves to cancel, and a timer that comes late finds nothing waiting.
        var unused = getProcessingTimeService().registerTimer(due, time -> {
            timerSet = false;
            ahead().passReady();
            look();
        });
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        ahead().passAll();
        super.processWatermark(mark);
    }

    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        ahead().passAll();
        super.processWatermarkStatus(status);
    }

    @Override
    public void processLatencyMarker(LatencyMarker marker) throws Exception {
        ahead().passAll();
        super.processLatencyMarker(marker);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        ahead().passAll();
    }

    @Override
    public void finish() throws Exception {
        ahead().passAll();
        super.finish();
    }

    @Override
    public void close() throws Exception {
        if (vectors != null) {
            vectors.close();
            vectors = null;
        }
        super.close();
    }
}
