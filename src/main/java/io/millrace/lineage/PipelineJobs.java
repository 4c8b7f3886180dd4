package io.millrace.lineage;

import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Topics;
import io.millrace.pipeline.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.Schema;

/** The jobs of a pipeline with their inputs, their outputs and what each column of these comes from; all of it by the definition. */
public final class PipelineJobs {
    private static final List<String> OF_PREDICTIONS = List.of(
            ExampleColumns.EVENT_ID,
            ExampleColumns.EVENT_TIME,
            "pipeline",
            "feature_fingerprint",
            "model_digest",
            "slot",
            "score",
            "decision",
            "propensity");

    private final PipelineText text;
    private final FieldLineage lineage;
    private final Pipeline pipeline;
    private final Topics topics;
    private final Function<String, DatasetName> names;
    private final WrittenSchemas schemas;

    /** @param brokers of Kafka, host:port with commas between */
    public PipelineJobs(PipelineText text, String brokers, WrittenSchemas schemas) {
        this.text = text;
        this.lineage = FieldLineage.of(text);
        this.pipeline = lineage.pipeline();
        this.topics = Topics.of(pipeline);
        this.names = topic -> DatasetName.topic(brokers, topic);
        this.schemas = schemas;
    }

    /** Events become predictions. */
    public Job scoring() {
        List<Dataset> inputs =
                new ArrayList<>(pipeline.sources().stream().map(this::events).toList());
        inputs.add(written(topics.modelCommands(), "model-command.avsc", "What is wanted of the models"));
        Source scored = pipeline.scored();
        List<ColumnUse> filters = List.of(
                use(scored, id(scored), Use.FILTER, "of repeated events the first counts"),
                use(scored, time(scored), Use.FILTER, "events that are too late are refused"));
        return job(
                "scoring",
                inputs,
                List.of(
                        predictions(topics.predictions(), "What models said").of(predictionColumns(), filters),
                        predictions(topics.shadowPredictions(), "What shadows said")
                                .of(predictionColumns(), filters),
                        written(topics.modelDecisions(), "model-decision.avsc", "What became of it"),
                        deadLetters(topics.deadLetters())));
    }

    /** Predictions become labelled examples. */
    public Job feedback() {
        OutcomeSpec outcome = ExampleColumns.outcome(pipeline);
        Source reports = pipeline.sources().get(outcome.source());
        return job(
                "feedback",
                List.of(predictions(topics.predictions(), "What models said"), events(reports)),
                List.of(
                        vectors(written(topics.examples(), "labelled-example.avsc", "Predictions with their outcomes"))
                                .of(exampleColumns(outcome), List.of()),
                        deadLetters(topics.feedbackDeadLetters())));
    }

    /** Topics become tables. */
    public Job lake(List<KeptTopic> kept) {
        List<Dataset> inputs = new ArrayList<>();
        List<Dataset> outputs = new ArrayList<>();
        for (KeptTopic one : kept) {
            DatasetName topic = names.apply(one.topic().topic());
            inputs.add(Dataset.input(topic, AvroColumns.of(one.schema()), AvroColumns.version(one.schema()), ""));
            Map<String, List<ColumnUse>> columns = new LinkedHashMap<>();
            Set<String> fields = new LinkedHashSet<>();
            one.schema().getFields().forEach(field -> fields.add(field.name()));
            one.columns().stream()
                    .map(Column::name)
                    .filter(fields::contains)
                    .forEach(name ->
                            columns.put(name, List.of(new ColumnUse(topic, name, Use.IDENTITY, "the record's field"))));
            outputs.add(Dataset.input(one.table(), one.columns(), one.version(), "Every record of the topic")
                    .of(columns, List.of()));
        }
        return job("lake", inputs, outputs);
    }

    private Job job(String name, List<Dataset> inputs, List<Dataset> outputs) {
        return new Job(
                pipeline.name() + "." + name,
                pipeline.description(),
                pipeline.owners(),
                Job.Kind.STREAMING,
                text.yaml(),
                inputs,
                outputs);
    }

    private Dataset events(Source source) {
        Schema schema = new Schema.Parser().parse(source.schema());
        return Dataset.input(
                names.apply(source.topic()),
                AvroColumns.of(schema),
                AvroColumns.version(schema),
                schema.getDoc() == null ? "" : schema.getDoc());
    }

    private Dataset written(String topic, String file, String description) {
        Schema schema = schemas.read(file);
        return Dataset.input(names.apply(topic), AvroColumns.of(schema), AvroColumns.version(schema), description);
    }

    private Dataset deadLetters(String topic) {
        return written(topic, "dead-letter.avsc", "Records that did not go on, and why");
    }

    private Dataset predictions(String topic, String description) {
        return vectors(written(topic, "prediction.avsc", description));
    }

    /** What the numbers of the vector mean is part of the version. */
    private Dataset vectors(Dataset dataset) {
        return dataset.with(ExampleColumns.VECTOR, FeatureColumns.of(pipeline))
                .at(dataset.version() + " features:" + pipeline.fingerprint());
    }

    private Map<String, List<ColumnUse>> predictionColumns() {
        Map<String, List<ColumnUse>> columns = new LinkedHashMap<>();
        FeatureColumns.uses(lineage, (source, field, meaning) -> use(source, field.field(), field.use(), meaning))
                .forEach((feature, uses) -> columns.put(ExampleColumns.VECTOR + "." + feature, uses));
        Set<ColumnUse> all = new LinkedHashSet<>();
        for (String feature : pipeline.inputs()) {
            lineage.fieldsOf(feature)
                    .forEach(field -> all.add(use(
                            FeatureColumns.source(pipeline, field.source()),
                            field.field(),
                            field.use().then(Use.TRANSFORMATION),
                            "by model " + pipeline.model().name())));
        }
        Source scored = pipeline.scored();
        columns.put(ExampleColumns.EVENT_ID, List.of(use(scored, id(scored), Use.IDENTITY, "the event's id")));
        columns.put(ExampleColumns.EVENT_TIME, List.of(use(scored, time(scored), Use.IDENTITY, "the event's time")));
        columns.put("score", List.copyOf(all));
        columns.put("decision", List.copyOf(all));
        return columns;
    }

    private Map<String, List<ColumnUse>> exampleColumns(OutcomeSpec outcome) {
        Source reports = pipeline.sources().get(outcome.source());
        ExampleColumns examples =
                new ExampleColumns(pipeline, outcome, names.apply(topics.predictions()), names.apply(reports.topic()));
        Map<String, List<ColumnUse>> columns = examples.copied(OF_PREDICTIONS);
        pipeline.inputs().stream()
                .map(name -> ExampleColumns.VECTOR + "." + name)
                .forEach(name -> columns.put(name, List.of(examples.asPredicted(name))));
        columns.putAll(examples.labels());
        return columns;
    }

    private ColumnUse use(Source source, String field, Use use, String description) {
        return new ColumnUse(names.apply(source.topic()), field, use, description);
    }

    private static String id(Source source) {
        return source.type().fields().get(source.type().idSlot()).name();
    }

    private static String time(Source source) {
        return source.type().fields().get(source.type().timeSlot()).name();
    }
}
