package io.millrace.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.ModelCard;
import io.millrace.model.Slot;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event is valid by the schemas that OpenLineage publishes, and says what the definition says. */
class RunEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");
    private static final UUID RUN = new UUID(1, 2);
    private static final RunModel MODEL = new RunModel(
            new ModelCard(
                    "ab".repeat(32),
                    "card-fraud",
                    "fraud",
                    "f00d",
                    List.of(),
                    NOW.minusSeconds(9),
                    NOW,
                    1,
                    1,
                    Map.of(),
                    Map.of()),
            Optional.of(Slot.CHAMPION));
    private static final RunModel UNUSED = new RunModel(MODEL.card(), Optional.empty());

    private final PublishedSchemas schemas = new PublishedSchemas();
    private final RunEvents events = new RunEvents("tests");

    RunEventsTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(strings = {"card-fraud", "flight-delay", "support-tickets"})
    void allEventsOfAllJobsAreValid(String name) {
        for (Job job : jobs(name)) {
            for (String event : List.of(
                    events.start(RUN, NOW, job, Optional.of(MODEL)),
                    events.start(RUN, NOW, job, Optional.empty()),
                    events.complete(RUN, NOW, job, Optional.of(UNUSED)),
                    events.end(RUN, NOW, job, RunState.COMPLETE),
                    events.end(RUN, NOW, job, RunState.ABORT),
                    events.failed(RUN, NOW, job, "java.lang.IllegalStateException"),
                    events.job(NOW, job))) {
                assertThat(schemas.complaints(event)).as(event).isEmpty();
            }
        }
        assertThat(schemas.facets())
                .contains(
                        "schema",
                        "version",
                        "columnLineage",
                        "documentation",
                        "jobType",
                        "sourceCode",
                        "ownership",
                        "errorMessage",
                        "millrace_model");
    }

    @Test
    void anEventThatLacksSomethingIsNotValid() throws IOException {
        String event = events.start(RUN, NOW, jobs("card-fraud").get(0), Optional.of(MODEL));
        for (String path : List.of(
                "/eventTime",
                "/run/runId",
                "/job/name",
                "/run/facets/millrace_model/digest",
                "/job/facets/jobType/integration",
                "/outputs/0/facets/columnLineage/fields",
                "/outputs/0/facets/columnLineage/fields/score/inputFields",
                "/outputs/0/facets/version/datasetVersion",
                "/inputs/0/facets/schema/fields/0/name",
                "/inputs/0/facets/schema/_producer")) {
            JsonNode json = JSON.readTree(event);
            int slash = path.lastIndexOf('/');
            ((ObjectNode) json.at(path.substring(0, slash))).remove(path.substring(slash + 1));
            assertThat(schemas.complaints(json.toString())).as(path).isNotEmpty();
        }
    }

    @Test
    void aFeatureComesFromTheFieldsThatItIsComputedOf() throws IOException {
        JsonNode start = JSON.readTree(events.start(RUN, NOW, jobs("card-fraud").get(0), Optional.empty()));
        JsonNode predictions = start.at("/outputs/0");

        assertThat(predictions.path("name").asText()).isEqualTo("card-fraud-predictions");
        assertThat(inputs(predictions, "vector.card.avg_7d"))
                .containsExactlyInAnyOrder(
                        "transactions.amount DIRECT AGGREGATION",
                        "transactions.customer_id INDIRECT GROUP_BY",
                        "transactions.event_time INDIRECT WINDOW",
                        "transactions.transaction_id INDIRECT FILTER");
        assertThat(inputs(predictions, "vector.terminal.risk_7d"))
                .contains("frauds.reported_at INDIRECT WINDOW", "transactions.terminal_id INDIRECT JOIN");
        assertThat(inputs(predictions, "vector.transaction.amount"))
                .containsExactly("transactions.amount DIRECT IDENTITY");
        assertThat(inputs(predictions, "score")).contains("transactions.amount DIRECT TRANSFORMATION");
        assertThat(inputs(predictions, "event_id")).containsExactly("transactions.transaction_id DIRECT IDENTITY");
    }

    @Test
    void everyColumnOfLineageIsOneOfTheSchemaAndEveryInputIsOneOfTheInputs() throws IOException {
        for (Job job : jobs("card-fraud")) {
            for (Dataset output : job.outputs()) {
                output.lineage().forEach((column, uses) -> {
                    assertThat(names(output.columns(), "")).contains(column);
                    uses.forEach(use -> assertThat(job.inputs())
                            .as("%s of %s", column, output.name())
                            .anyMatch(input -> input.name().equals(use.dataset())
                                    && names(input.columns(), "").contains(use.column())));
                });
            }
        }
    }

    private static List<String> names(List<Column> columns, String prefix) {
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            names.add(prefix + column.name());
            names.addAll(names(column.columns(), prefix + column.name() + "."));
        }
        return names;
    }

    private static List<String> inputs(JsonNode dataset, String column) {
        List<String> inputs = new ArrayList<>();
        for (JsonNode input :
                dataset.at("/facets/columnLineage/fields").path(column).path("inputFields")) {
            assertThat(input.path("namespace").asText()).isEqualTo("kafka://broker:9092");
            for (JsonNode how : input.path("transformations")) {
                assertThat(how.path("masking").asBoolean(true)).isFalse();
                inputs.add(input.path("name").asText() + "."
                        + input.path("field").asText() + " " + how.path("type").asText() + " "
                        + how.path("subtype").asText());
            }
        }
        return inputs;
    }

    @Test
    void aTrainingSetSaysWhetherItsFeaturesWereLoggedOrComputedAgain() throws IOException {
        List<Job> jobs = jobs("card-fraud");
        JsonNode logged = JSON.readTree(events.complete(RUN, NOW, jobs.get(4), Optional.empty()));
        JsonNode again = JSON.readTree(events.complete(RUN, NOW, jobs.get(5), Optional.empty()));

        assertThat(sources(logged, "card.avg_7d")).containsExactly("lake/predictions vector.card.avg_7d");
        assertThat(sources(again, "card.avg_7d"))
                .contains("lake/events_transactions amount")
                .noneMatch(source -> source.startsWith("lake/predictions"));
        assertThat(sources(again, "label")).contains("lake/events_frauds transaction_id", "lake/predictions event_id");
        assertThat(again.at("/inputs/0/facets/version/datasetVersion").asText()).isEqualTo("snapshot:7");
        assertThat(again.at("/outputs/0/facets/version/datasetVersion").asText())
                .isEqualTo("sha256:ab");
        JsonNode type = again.at("/job/facets/jobType");
        assertThat(type.path("processingType").asText()).isEqualTo("BATCH");
        assertThat(type.path("jobType").asText()).isEqualTo("COMMAND");
    }

    @Test
    void aModelComesFromTheColumnsOfItsFile() throws IOException {
        JsonNode done =
                JSON.readTree(events.complete(RUN, NOW, jobs("card-fraud").get(3), Optional.of(UNUSED)));

        assertThat(sources(done, "card.avg_7d")).contains("/data/rows.csv TX_AMOUNT", "/data/rows.csv CUSTOMER_ID");
        assertThat(done.at("/run/facets/millrace_model").has("slot")).isFalse();
        assertThat(done.at("/run/facets/millrace_model/digest").asText())
                .isEqualTo(MODEL.card().digest());
    }

    @Test
    void aSavepointFromTheLakeComesFromItsTablesAndTheSavepointBefore() throws IOException {
        JsonNode start = JSON.readTree(events.start(RUN, NOW, jobs("card-fraud").get(8), Optional.empty()));

        assertThat(start.at("/job/name").asText()).isEqualTo("card-fraud.bootstrap");
        assertThat(start.path("inputs").findValuesAsText("name"))
                .contains("lake/events_transactions", "lake/events_frauds", "savepoint");
        assertThat(start.at("/outputs/0/name").asText()).isEqualTo("/savepoints/made");
        assertThat(sources(start, "card.avg_7d"))
                .contains("lake/events_transactions amount", "lake/events_transactions customer_id");
        assertThat(start.at("/job/facets/jobType/processingType").asText()).isEqualTo("BATCH");
    }

    private static List<String> sources(JsonNode event, String column) {
        List<String> sources = new ArrayList<>();
        event.at("/outputs/0/facets/columnLineage/fields")
                .path(column)
                .path("inputFields")
                .forEach(input -> sources.add(
                        input.path("name").asText() + " " + input.path("field").asText()));
        return sources;
    }

    /** Scoring, feedback, lake; train, training sets as predicted and computed again, entities, backfill, bootstrap. */
    private static List<Job> jobs(String name) {
        PipelineText text = PipelineCompiler.read(Path.of("jobs", name));
        PipelineJobs jobs = new PipelineJobs(text, "broker:9092,other:9092", RunEventsTest::schema);
        List<KeptTopic> kept = LakeTopic.of(PipelineCompiler.compile(text)).stream()
                .filter(topic -> topic.source().isPresent())
                .map(topic -> {
                    Schema schema = new Schema.Parser()
                            .parse(topic.source().orElseThrow().schema());
                    return new KeptTopic(
                            topic,
                            schema,
                            DatasetName.location("s3://bucket/lake/" + topic.table()),
                            AvroColumns.of(schema),
                            "snapshot:7");
                })
                .toList();
        BatchJobs batch = new BatchJobs(text, RunEventsTest::schema);
        BatchJobs.Records lake =
                topic -> new Place(DatasetName.location("s3://bucket/lake/" + topic.table()), "snapshot:7");
        Optional<Place> file = Optional.of(new Place(DatasetName.file(Path.of("/sets/x.parquet")), "sha256:ab"));
        return List.of(
                jobs.scoring(),
                jobs.feedback(),
                jobs.lake(kept),
                batch.train(DatasetName.file(Path.of("/data/rows.csv")), file),
                batch.trainingSet(lake, true, file),
                batch.trainingSet(lake, false, file),
                batch.entities(lake, DatasetName.file(Path.of("/data/points.csv")), file),
                batch.backfill(lake, DatasetName.location("s3://bucket/lake/vectors")),
                batch.bootstrap(
                        lake, DatasetName.location("s3://bucket/savepoint"), DatasetName.location("/savepoints/made")));
    }

    private static Schema schema(String file) {
        try {
            return new Schema.Parser().parse(Files.readString(Path.of("schemas", file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
