package io.millrace.lineage;

import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineText;
import io.millrace.pipeline.Source;
import io.millrace.pipeline.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/** What a pipeline is used for that ends by itself: its inputs, its outputs and what each column of these comes from, by the definition. */
public final class BatchJobs {
    private static final Column ID = text("id");
    private static final Column TIME = new Column("time", "timestamp", "", List.of());
    private static final List<String> OF_PREDICTIONS = List.of(
            ExampleColumns.EVENT_ID,
            ExampleColumns.EVENT_TIME,
            "score",
            "decision",
            "propensity",
            "slot",
            "model_digest");

    private final PipelineText text;
    private final FieldLineage lineage;
    private final Pipeline pipeline;
    private final WrittenSchemas schemas;

    public BatchJobs(PipelineText text, WrittenSchemas schemas) {
        this.text = text;
        this.lineage = FieldLineage.of(text);
        this.pipeline = lineage.pipeline();
        this.schemas = schemas;
    }

    /** Where the records of a topic were read: the topic itself, or its table. */
    @FunctionalInterface
    public interface Records {
        Place of(LakeTopic topic);
    }

    /**
     * A file of events becomes a model.
     *
     * @param model where it is kept; empty before it is there
     */
    public Job train(DatasetName events, Optional<Place> model) {
        Set<String> columns = new LinkedHashSet<>();
        for (Source source : pipeline.sources()) {
            source.type().fields().forEach(field -> columns.add(column(source, field.name())));
            columns.addAll(source.file().when().keySet());
        }
        Map<String, List<ColumnUse>> uses = FeatureColumns.uses(
                lineage,
                (source, field, meaning) -> new ColumnUse(events, column(source, field.field()), field.use(), meaning));
        return job(
                "train",
                Job.Kind.COMMAND,
                List.of(file(events, columns, "Events in the order of their time")),
                model.stream()
                        .map(place -> written(place, FeatureColumns.of(pipeline), "A model, with its inputs")
                                .of(uses, List.of()))
                        .toList());
    }

    /**
     * Predictions and their outcomes become a training set.
     *
     * @param isLogged whether vectors are taken as they were logged, not computed again
     * @param file empty before it is there
     * @throws IllegalStateException where the pipeline declares no outcome
     */
    public Job trainingSet(Records from, boolean isLogged, Optional<Place> file) {
        Schema schema = schemas.read("prediction.avsc");
        Dataset predictions = read(from.of(LakeTopic.predictions(pipeline)), schema, "What models said")
                .with(ExampleColumns.VECTOR, FeatureColumns.of(pipeline));
        List<Dataset> inputs = new ArrayList<>(List.of(predictions));
        inputs.addAll(events(from));

        ExampleColumns examples = examples(from);
        Map<String, List<ColumnUse>> uses = examples.copied(OF_PREDICTIONS);
        uses.putAll(examples.labels());
        uses.put("mature", examples.labels().get("label"));
        List<Column> columns =
                new ArrayList<>(uses.keySet().stream().map(BatchJobs::text).toList());
        columns.addAll(FeatureColumns.of(pipeline));
        uses.putAll(isLogged ? logged(examples) : FeatureColumns.uses(lineage, of(from)));
        ColumnUse span = new ColumnUse(
                predictions.name(), ExampleColumns.EVENT_TIME, Use.FILTER, "within the span that was asked for");
        return job(
                "training-set",
                Job.Kind.COMMAND,
                inputs,
                file.stream()
                        .map(place -> written(place, columns, "Features with their outcomes")
                                .of(uses, List.of(span)))
                        .toList());
    }

    private ExampleColumns examples(Records from) {
        OutcomeSpec outcome = ExampleColumns.outcome(pipeline);
        Source reports = pipeline.sources().get(outcome.source());
        return new ExampleColumns(
                pipeline,
                outcome,
                from.of(LakeTopic.predictions(pipeline)).name(),
                from.of(LakeTopic.of(reports)).name());
    }

    private Map<String, List<ColumnUse>> logged(ExampleColumns examples) {
        Map<String, List<ColumnUse>> uses = new LinkedHashMap<>();
        pipeline.inputs()
                .forEach(name -> uses.put(name, List.of(examples.asPredicted(ExampleColumns.VECTOR + "." + name))));
        return uses;
    }

    /**
     * Events become vectors of entities at points in time.
     *
     * @param points the file that names these
     */
    public Job entities(Records from, DatasetName points, Optional<Place> file) {
        Source scored = pipeline.scored();
        String id = column(scored, field(scored.type().idSlot()));
        String time = column(scored, field(scored.type().timeSlot()));
        List<Dataset> inputs = new ArrayList<>(events(from));
        inputs.add(file(points, List.of(id, time), "Entities at points in time"));
        return job(
                "training-set",
                Job.Kind.COMMAND,
                inputs,
                file.stream()
                        .map(place -> written(place, vectorColumns(), "Features of entities at points in time")
                                .of(
                                        vectors(
                                                from,
                                                new ColumnUse(points, id, Use.IDENTITY, "the id of the row"),
                                                new ColumnUse(points, time, Use.IDENTITY, "the point in time")),
                                        List.of()))
                        .toList());
    }

    /** Events in the lake become a table of vectors. */
    public Job backfill(Records from, DatasetName table) {
        Source scored = pipeline.scored();
        DatasetName events = from.of(LakeTopic.of(scored)).name();
        Map<String, List<ColumnUse>> uses = vectors(
                from,
                new ColumnUse(events, field(scored.type().idSlot()), Use.IDENTITY, "the event's id"),
                new ColumnUse(events, field(scored.type().timeSlot()), Use.IDENTITY, "the event's time"));
        Place place = new Place(table, "features:" + pipeline.fingerprint());
        return job(
                "backfill",
                Job.Kind.BATCH,
                eventsOfFeatures(from),
                List.of(written(place, vectorColumns(), "Vectors, computed again")
                        .of(uses, List.of())));
    }

    /**
     * Events in the lake become state of the scoring job, in a savepoint.
     *
     * @param before the savepoint whose other state is taken over
     * @param after the one that is written
     */
    public Job bootstrap(Records from, DatasetName before, DatasetName after) {
        List<Dataset> inputs = new ArrayList<>(eventsOfFeatures(from));
        inputs.add(Dataset.input(before, List.of(), "", "A savepoint of the scoring job"));
        Place place = new Place(after, "features:" + pipeline.fingerprint());
        return job(
                "bootstrap",
                Job.Kind.BATCH,
                inputs,
                List.of(written(place, FeatureColumns.of(pipeline), "A savepoint with the state of features")
                        .of(FeatureColumns.uses(lineage, of(from)), List.of())));
    }

    private List<Column> vectorColumns() {
        List<Column> columns = new ArrayList<>(List.of(ID, TIME));
        columns.addAll(FeatureColumns.of(pipeline));
        return columns;
    }

    private Map<String, List<ColumnUse>> vectors(Records from, ColumnUse id, ColumnUse time) {
        Map<String, List<ColumnUse>> uses = FeatureColumns.uses(lineage, of(from));
        uses.put(ID.name(), List.of(id));
        uses.put(TIME.name(), List.of(time));
        return uses;
    }

    private static FeatureColumns.Uses of(Records from) {
        return (source, field, meaning) ->
                new ColumnUse(from.of(LakeTopic.of(source)).name(), field.field(), field.use(), meaning);
    }

    private List<Dataset> events(Records from) {
        return events(from, source -> true);
    }

    /** Those of sources that are scored, or in windows. */
    private List<Dataset> eventsOfFeatures(Records from) {
        return events(
                from,
                source -> source.index() == pipeline.features().scored()
                        || pipeline.features().sets().stream().anyMatch(set -> set.takes(source.index())));
    }

    private List<Dataset> events(Records from, Predicate<Source> wanted) {
        return pipeline.sources().stream()
                .filter(wanted)
                .map(source -> {
                    Schema schema = new Schema.Parser().parse(source.schema());
                    return read(from.of(LakeTopic.of(source)), schema, "Events");
                })
                .toList();
    }

    private static Dataset read(Place place, Schema schema, String description) {
        String version = place.version().isEmpty() ? AvroColumns.version(schema) : place.version();
        return Dataset.input(place.name(), AvroColumns.of(schema), version, description);
    }

    private static Dataset file(DatasetName name, Collection<String> columns, String description) {
        return Dataset.input(name, columns.stream().map(BatchJobs::text).toList(), "", description);
    }

    private static Dataset written(Place place, List<Column> columns, String description) {
        return Dataset.input(place.name(), columns, place.version(), description);
    }

    private String field(int slot) {
        return pipeline.scored().type().fields().get(slot).name();
    }

    private static String column(Source source, String field) {
        return source.file().columns().getOrDefault(field, field);
    }

    private static Column text(String name) {
        return new Column(name, "string", "", List.of());
    }

    private Job job(String name, Job.Kind kind, List<Dataset> inputs, List<Dataset> outputs) {
        return new Job(
                pipeline.name() + "." + name,
                pipeline.description(),
                pipeline.owners(),
                kind,
                text.yaml(),
                inputs,
                outputs);
    }
}
