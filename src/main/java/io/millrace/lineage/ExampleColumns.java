package io.millrace.lineage;

import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the columns of labelled examples come from, wherever they lie: predictions, and reports of their outcomes. */
record ExampleColumns(Pipeline pipeline, OutcomeSpec outcome, DatasetName predictions, DatasetName reports) {
    static final String VECTOR = "vector";
    static final String EVENT_ID = "event_id";
    static final String EVENT_TIME = "event_time";
    private static final String ID = "prediction_id";

    /** @throws IllegalStateException where the pipeline declares no outcome */
    static OutcomeSpec outcome(Pipeline pipeline) {
        OutcomeSpec outcome = pipeline.outcome();
        if (outcome == null) {
            throw new IllegalStateException("pipeline " + pipeline.name() + " declares no outcome");
        }
        return outcome;
    }

    /** What is of the prediction, under the same name or, of its id, under another. */
    Map<String, List<ColumnUse>> copied(List<String> columns) {
        Map<String, List<ColumnUse>> copied = new LinkedHashMap<>();
        copied.put(ID, List.of(asPredicted("id")));
        columns.forEach(name -> copied.put(name, List.of(asPredicted(name))));
        return copied;
    }

    /** A column of the prediction, as it is. */
    ColumnUse asPredicted(String column) {
        return new ColumnUse(predictions, column, Use.IDENTITY, "as predicted");
    }

    /** The label, the outcome and its time. */
    Map<String, List<ColumnUse>> labels() {
        Source source = pipeline.sources().get(outcome.source());
        String join = source.type().fields().get(outcome.joinSlot()).name();
        String reported = source.type().fields().get(source.type().timeSlot()).name();
        List<ColumnUse> label = List.of(
                new ColumnUse(reports, join, Use.JOIN, "the outcome of the event"),
                new ColumnUse(reports, reported, Use.FILTER, "within the horizon"),
                new ColumnUse(predictions, EVENT_ID, Use.JOIN, "the outcome of the event"),
                new ColumnUse(predictions, EVENT_TIME, Use.FILTER, "within the horizon"));
        List<ColumnUse> time = new ArrayList<>(label);
        time.add(new ColumnUse(reports, reported, Use.TRANSFORMATION, "of the report, or else the end of the horizon"));
        time.add(new ColumnUse(predictions, EVENT_TIME, Use.TRANSFORMATION, "the end of the horizon"));
        return Map.of("label", label, "outcome", label, "outcome_time", time);
    }
}
