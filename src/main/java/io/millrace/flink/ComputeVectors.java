package io.millrace.flink;

import io.millrace.content.ContentReaders;
import io.millrace.content.ContentVectors;
import io.millrace.event.Event;
import io.millrace.governance.Arrival;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import java.io.IOException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Computes the vectors of the texts and images of a source's events, as soon as they were read. Has no state. */
public final class ComputeVectors extends ProcessFunction<Arrival<Event>, Arrival<Event>> {
    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final int source;
    private final ContentReaders readers;
    private final int cached;

    private transient @Nullable ContentVectors vectors;

    /**
     * @param source the index of the source
     * @param cached how many vectors of each kind a subtask keeps
     */
    public ComputeVectors(PipelineText text, int source, ContentReaders readers, int cached) {
        this.text = text;
        this.source = source;
        this.readers = readers;
        this.cached = cached;
    }

    @Override
    public void open(OpenContext context) throws IOException {
        Source compiled = PipelineCompiler.compile(text).sources().get(source);
        ContentVectors opened =
                ContentVectors.open(compiled.name(), compiled.topic(), compiled.vectors(), readers, cached);
        vectors = opened;
        MetricGroup group = getRuntimeContext().getMetricGroup().addGroup(Metrics.GROUP);
        group.gauge(Metrics.VECTORS_COMPUTED, opened::computed);
        group.gauge(Metrics.VECTORS_REPEATED, opened::repeated);
        group.gauge(Metrics.TRUNCATED, opened::truncated);
    }

    @Override
    public void processElement(Arrival<Event> arrival, Context context, Collector<Arrival<Event>> out) {
        ContentVectors opened = vectors;
        if (opened == null) {
            throw new IllegalStateException("a function is opened before it is used");
        }
        out.collect(opened.compute(arrival));
    }

    @Override
    public void close() {
        if (vectors != null) {
            vectors.close();
            vectors = null;
        }
    }
}
