package io.millrace.job;

import io.millrace.adapter.lake.VectorTable;
import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.util.Collector;

/** The last step of a backfill: derived features, the choice of the model's inputs, a row of a table for each event whose vector is wanted. */
final class VectorRows extends RichFlatMapFunction<PartialVector, RowData> {
    private static final long serialVersionUID = 1;

    private final PipelineText text;
    private final BackfillSpan span;

    private transient VectorAssembly assembly;
    private transient double[] vector;
    private transient StringData topic;
    private transient StringData fingerprint;

    VectorRows(PipelineText text, BackfillSpan span) {
        this.text = text;
        this.span = span;
    }

    @Override
    public void open(OpenContext context) {
        Pipeline pipeline = PipelineCompiler.compile(text);
        assembly = new VectorAssembly(pipeline.features());
        vector = new double[assembly.width()];
        topic = StringData.fromString(pipeline.scored().topic());
        fingerprint = StringData.fromString(pipeline.fingerprint());
    }

    @Override
    public void flatMap(PartialVector partial, Collector<RowData> out) {
        Event event = partial.event();
        if (span.isWanted(event.time())) {
            assembly.derive(event, partial.row());
            assembly.choose(partial.row(), vector);
            out.collect(VectorTable.row(
                    topic, event.partition(), event.offset(), event.id(), event.time(), fingerprint, vector));
        }
    }
}
