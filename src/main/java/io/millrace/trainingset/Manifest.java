package io.millrace.trainingset;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.pipeline.OutcomeSpec;
import io.millrace.pipeline.Pipeline;
import java.time.Instant;
import java.util.List;

/** What a training set was made of, as JSON. The same inputs give the same text. */
public final class Manifest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Manifest() {}

    /**
     * Writes the manifest of a file.
     *
     * @param lake the state of the lake that it was read from
     * @param file its name
     * @param sha256 of its bytes, in lower-case hex
     * @param bytes how many these are
     */
    public static String of(TrainingSet set, LakeSnapshots lake, String file, String sha256, long bytes) {
        TrainingSetRequest request = set.request();
        ObjectNode json = MAPPER.createObjectNode();
        pipeline(set.pipeline(), json);
        json.put("as_of", request.asOf().text());
        json.put("from", bound(request.from(), Instant.MIN));
        json.put("to", bound(request.to(), Instant.MAX));
        labels(set, json.putObject("labels"));
        counts(set.counts(), json.putObject("counts"));
        inputs(set.inputs(), json);
        lake(lake, json);
        json.putObject("file").put("name", file).put("sha256", sha256).put("bytes", bytes);
        return json.toPrettyString() + "\n";
    }

    /** Writes the manifest of a file of entities' vectors. */
    public static String of(EntitySet set, LakeSnapshots lake, String file, String sha256, long bytes) {
        ObjectNode json = MAPPER.createObjectNode();
        pipeline(set.pipeline(), json);
        json.put("as_of", AsOf.EVENT_TIME.text());
        json.putObject("counts").put("rows", set.rows().size());
        inputs(set.inputs(), json);
        lake(lake, json);
        json.putObject("file").put("name", file).put("sha256", sha256).put("bytes", bytes);
        return json.toPrettyString() + "\n";
    }

    private static void pipeline(Pipeline pipeline, ObjectNode json) {
        json.put("pipeline", pipeline.name());
        json.put("feature_fingerprint", pipeline.fingerprint());
        pipeline.inputs().forEach(json.putArray("features")::add);
    }

    private static void inputs(List<InputRange> ranges, ObjectNode json) {
        ArrayNode inputs = json.putArray("inputs");
        for (InputRange range : ranges) {
            inputs.addObject()
                    .put("topic", range.topic())
                    .put("partition", range.partition())
                    .put("first_offset", range.first())
                    .put("last_offset", range.last())
                    .put("records", range.records());
        }
    }

    private static void lake(LakeSnapshots lake, ObjectNode json) {
        if (!lake.equals(LakeSnapshots.NONE)) {
            ObjectNode from = json.putObject("lake").put("tag", lake.tag());
            lake.tables().forEach(from.putObject("snapshots")::put);
        }
    }

    private static String bound(Instant instant, Instant none) {
        return instant.equals(none) ? "" : instant.toString();
    }

    private static void labels(TrainingSet set, ObjectNode json) {
        OutcomeSpec outcome = set.outcome();
        json.put("source", set.pipeline().sources().get(outcome.source()).name());
        json.put("cut_off", Instant.ofEpochMilli(set.cutoff()).toString());
        json.put("horizon_ms", outcome.horizon());
        json.put("corrections_ms", outcome.corrections());
        json.put("absent", outcome.absent());
        json.put("only_mature", set.request().onlyMature());
    }

    private static void counts(Counts counts, ObjectNode json) {
        json.put("predictions", counts.predictions());
        json.put("rows", counts.rows());
        json.put("positives", counts.positives());
        json.put("differing_from_scored", counts.differing());
        json.put("other_vector", counts.otherVector());
        json.put("not_replayed", counts.notReplayed());
        json.put("immature", counts.immature());
    }
}
