package io.millrace.lineage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.model.ModelCard;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes what happens to jobs as events of <a href="https://openlineage.io">OpenLineage</a>, each a line of JSON.
 *
 * @param namespace of the jobs
 */
public record RunEvents(String namespace) {
    /** Stand for what is known when a run ends: its state, when that was, and why. */
    public static final String STATE = "@state@";

    public static final String TIME = "@time@";
    public static final String CAUSE = "@cause@";

    static final String RUN_EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";
    static final String JOB_EVENT = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent";
    static final String MODEL_FACET =
            "https://millrace.io/schemas/lineage/1-0-0/MillraceModelRunFacet.json#/$defs/MillraceModelRunFacet";
    private static final String FACETS = "https://openlineage.io/spec/facets/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** That a run begins, with all that is known of its job and datasets. */
    public String start(UUID run, Instant time, Job job, Optional<RunModel> model) {
        return whole(run, time, RunState.START, job, model);
    }

    /** That a run was done, with what is known of its job and datasets only now. */
    public String complete(UUID run, Instant time, Job job, Optional<RunModel> model) {
        return whole(run, time, RunState.COMPLETE, job, model);
    }

    private String whole(UUID run, Instant time, RunState state, Job job, Optional<RunModel> model) {
        ObjectNode event = event(RUN_EVENT, time.toString());
        event.put("eventType", state.name());
        ObjectNode facets = run(event, run);
        model.ifPresent(of -> model(facets, of));
        describe(event, job);
        return event.toString();
    }

    /** That a run ended. */
    public String end(UUID run, Instant time, Job job, RunState state) {
        return end(run, job, Optional.empty()).replace(STATE, state.name()).replace(TIME, time.toString());
    }

    /**
     * That a run failed.
     *
     * @param cause what was wrong, without contents of records
     */
    public String failed(UUID run, Instant time, Job job, String cause) {
        return end(run, job, Optional.of(cause))
                .replace(STATE, RunState.FAIL.name())
                .replace(TIME, time.toString());
    }

    /** The end of a run before it is known: with {@link #STATE} and {@link #TIME} in it, and with what may be {@link #CAUSE}. */
    public String end(UUID run, Job job, Optional<String> cause) {
        ObjectNode event = event(RUN_EVENT, TIME);
        event.put("eventType", STATE);
        ObjectNode facets = run(event, run);
        cause.ifPresent(why -> facet(facets, "errorMessage", "1-0-1/ErrorMessageRunFacet")
                .put("message", why)
                .put("programmingLanguage", "JAVA"));
        name(event.putObject("job"), job);
        return event.toString();
    }

    /** What a job is, without a run of it. */
    public String job(Instant time, Job job) {
        ObjectNode event = event(JOB_EVENT, time.toString());
        describe(event, job);
        return event.toString();
    }

    private static ObjectNode event(String schema, String time) {
        return MAPPER.createObjectNode()
                .put("eventTime", time)
                .put("producer", producer())
                .put("schemaURL", schema);
    }

    private static String producer() {
        String version = RunEvents.class.getPackage().getImplementationVersion();
        return "https://millrace.io/" + (version == null ? "" : version);
    }

    /** The facets of the run. */
    private static ObjectNode run(ObjectNode event, UUID run) {
        return event.putObject("run").put("runId", run.toString()).putObject("facets");
    }

    private ObjectNode name(ObjectNode json, Job job) {
        return json.put("namespace", namespace).put("name", job.name());
    }

    private void describe(ObjectNode event, Job job) {
        ObjectNode facets = name(event.putObject("job"), job).putObject("facets");
        boolean isCommand = job.kind() == Job.Kind.COMMAND;
        facet(facets, "jobType", "2-0-4/JobTypeJobFacet")
                .put(
                        "processingType",
                        isCommand ? Job.Kind.BATCH.name() : job.kind().name())
                .put("integration", isCommand ? "MILLRACE" : "FLINK")
                .put("jobType", isCommand ? "COMMAND" : "JOB");
        facet(facets, "sourceCode", "1-0-1/SourceCodeJobFacet")
                .put("language", "YAML")
                .put("sourceCode", job.definition());
        if (!job.description().isEmpty()) {
            facet(facets, "documentation", "1-1-0/DocumentationJobFacet").put("description", job.description());
        }
        if (!job.owners().isEmpty()) {
            owners(facet(facets, "ownership", "1-0-1/OwnershipJobFacet").putArray("owners"), job.owners());
        }
        ArrayNode inputs = event.putArray("inputs");
        job.inputs().forEach(dataset -> DatasetJson.write(inputs.addObject(), dataset));
        ArrayNode outputs = event.putArray("outputs");
        job.outputs().forEach(dataset -> DatasetJson.write(outputs.addObject(), dataset));
    }

    private static void owners(ArrayNode json, Map<String, String> owners) {
        new TreeMap<>(owners)
                .forEach((type, name) -> json.addObject().put("name", name).put("type", type));
    }

    private static void model(ObjectNode facets, RunModel model) {
        ModelCard card = model.card();
        ObjectNode facet = facets.putObject("millrace_model")
                .put("_producer", producer())
                .put("_schemaURL", MODEL_FACET)
                .put("name", card.model())
                .put("digest", card.digest())
                .put("featureFingerprint", card.featureFingerprint())
                .put("trainedFrom", card.trainedFrom().toString())
                .put("trainedTo", card.trainedTo().toString());
        model.slot().ifPresent(slot -> facet.put("slot", slot.name()));
    }

    /**
     * A facet of OpenLineage's own.
     *
     * @param schema version and name
     */
    static ObjectNode facet(ObjectNode facets, String key, String schema) {
        String name = schema.substring(schema.indexOf('/') + 1);
        return facets.putObject(key)
                .put("_producer", producer())
                .put("_schemaURL", FACETS + schema + ".json#/$defs/" + name);
    }
}
