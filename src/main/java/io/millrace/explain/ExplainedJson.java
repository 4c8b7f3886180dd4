package io.millrace.explain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.feature.WindowedFeature;
import io.millrace.model.Attribution;
import io.millrace.model.Attribution.Method;
import io.millrace.model.Held;
import io.millrace.model.ModelCard;
import io.millrace.model.Prediction;
import io.millrace.model.Seen;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.Replayed.Difference;
import io.millrace.testing.Explanation;
import io.millrace.testing.Explanation.OfInputs;
import io.millrace.testing.Explanation.OfWindow;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;

/** An explained prediction as JSON. Numbers that JSON has not, such as a missing feature, are null; instants are ISO 8601. */
public final class ExplainedJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Explained explained;

    private ExplainedJson(Explained explained) {
        this.explained = explained;
    }

    /** The text, with a line break at its end. */
    public static String of(Explained explained) {
        return new ExplainedJson(explained).json().toPrettyString() + "\n";
    }

    private ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode();
        prediction(json.putObject("prediction"));
        replay(json.putObject("replay"));
        json.put("threshold", explained.pipeline().model().threshold());
        model(explained.model(), json.putObject("model"));
        contributions(json.putObject("contributions"));
        ArrayNode features = json.putArray("features");
        explained.features().forEach(feature -> feature(feature, features.addObject()));
        ArrayNode others = json.putArray("others");
        explained.others().forEach(other -> other(other, others.addObject()));
        return json;
    }

    private void prediction(ObjectNode json) {
        Prediction prediction = explained.prediction();
        json.put("id", prediction.id());
        json.put("pipeline", prediction.pipeline());
        json.put("event_id", prediction.eventId());
        json.put("event_time", instant(prediction.eventTime()));
        number(json, "score", prediction.score());
        json.put("decision", prediction.decision());
        json.put("propensity", prediction.propensity());
        json.put("slot", prediction.slot().name());
        json.put("served_by", prediction.servedBy());
        json.put("model_digest", prediction.modelDigest());
        json.put("feature_fingerprint", prediction.featureFingerprint());
        place(
                json.putObject("trigger"),
                prediction.trigger().topic(),
                prediction.trigger().partition(),
                prediction.trigger().offset());
        ArrayNode frontier = json.putArray("frontier");
        for (Seen seen : prediction.frontier()) {
            place(
                    frontier.addObject().put("feature_set", seen.featureSet()),
                    seen.topic(),
                    seen.partition(),
                    seen.offset());
        }
        ArrayNode held = json.putArray("held");
        for (Held each : prediction.held()) {
            held.addObject()
                    .put("feature_set", each.featureSet())
                    .put("topic", each.topic())
                    .put("events", Long.toHexString(each.events()));
        }
        json.put("execution", prediction.execution());
        json.put("delivery", prediction.delivery());
    }

    private static void place(ObjectNode json, String topic, int partition, long offset) {
        json.put("topic", topic).put("partition", partition).put("offset", offset);
    }

    private void replay(ObjectNode json) {
        Difference difference = explained.replayed().difference();
        json.put("matches", difference == null);
        if (difference != null) {
            json.put("where", difference.where());
            json.put("was", difference.was());
            json.put("replay", difference.is());
        }
    }

    private static void model(ModelText model, ObjectNode json) {
        json.put("digest", model.digest());
        ModelCard card = model.card();
        if (card == null) {
            json.put("problem", model.problem());
            return;
        }
        json.put("name", card.model());
        json.put("pipeline", card.pipeline());
        json.put("trained_from", card.trainedFrom().toString());
        json.put("trained_to", card.trainedTo().toString());
        json.put("rows", card.rows());
        json.put("positives", card.positives());
        card.inputs().forEach(json.putArray("inputs")::add);
        new TreeMap<>(card.parameters()).forEach(json.putObject("parameters")::put);
        new TreeMap<>(card.metrics()).forEach(json.putObject("metrics")::put);
    }

    private void contributions(ObjectNode json) {
        if (explained.attribution() instanceof Attribution.Shares shares) {
            json.put("available", true);
            json.put("unit", shares.isLogOdds() ? "log-odds" : "score");
            json.put("average", shares.average());
            json.put("margin", shares.margin());
            method(shares.method(), json);
        } else if (explained.attribution() instanceof Attribution.Unavailable unavailable) {
            json.put("available", false);
            json.put("reason", unavailable.reason());
        }
    }

    private static void method(Method method, ObjectNode json) {
        if (method instanceof Method.OfScores scores) {
            json.put("method", "interventional");
            json.put("reason", scores.reason());
            json.put("exact_vectors", scores.exact());
            json.put("order_pairs", scores.pairs());
            json.putObject("background")
                    .put("vectors", scores.vectors())
                    .put("from", instant(scores.from()))
                    .put("to", instant(scores.to()))
                    .put("sha256", scores.hash());
        } else {
            json.put("method", "path-dependent trees");
        }
    }

    private void feature(ExplainedFeature feature, ObjectNode json) {
        json.put("name", feature.feature().name());
        json.put("kind", feature.feature().kind().name().toLowerCase(Locale.ROOT));
        if (feature.isInput()) {
            json.put("input", feature.input());
        }
        number(json, "value", feature.value());
        json.put("bits", String.format("%016x", Double.doubleToRawLongBits(feature.value())));
        if (!feature.isSame()) {
            number(json, "replayed", feature.replayed());
        }
        if (feature.isInput() && explained.attribution() instanceof Attribution.Shares) {
            json.put("contribution", feature.contribution());
            json.put("contribution_error", feature.error());
        }
        json.put("meaning", feature.meaning());
        json.put("definition", feature.feature().definition());
        json.put("description", feature.note().description());
        json.put("owner", feature.note().owner());
        feature.note().tags().forEach(json.putArray("tags")::add);
        if (feature.from() instanceof OfWindow window) {
            window(window, json.putObject("window"));
        } else if (feature.from() instanceof OfInputs inputs) {
            ArrayNode reads = json.putArray("reads");
            inputs.inputs()
                    .forEach(
                            input -> reads.addObject().put("name", input.name()).put("value", input.value()));
        }
    }

    private void window(OfWindow contents, ObjectNode json) {
        WindowedFeature window = contents.window();
        long time = explained.prediction().eventTime();
        json.put("aggregate", window.aggregate().text());
        json.put("of", contents.column());
        json.put("source", contents.source());
        json.put("entity", contents.key());
        json.put("after", window.isLifetime() ? null : instant(window.left(time)));
        json.put("until", instant(time - window.lag()));
        ArrayNode events = json.putArray("events");
        for (Explanation.Row row : contents.rows()) {
            ObjectNode event = events.addObject();
            place(
                    event,
                    topic(explained.pipeline(), row),
                    row.event().partition(),
                    row.event().offset());
            event.put("time", instant(row.event().time()));
            event.put("id", row.event().id());
            event.put("value", row.value());
            event.put("side", row.side().name().toLowerCase(Locale.ROOT));
        }
    }

    static String topic(Pipeline pipeline, Explanation.Row row) {
        return pipeline.sources().get(row.event().source()).topic();
    }

    private static void other(OtherModel other, ObjectNode json) {
        model(other.model(), json);
        json.put("part", other.part());
        if (other.problem().isEmpty()) {
            number(json, "score", other.score());
            json.put("decision", other.decision());
        } else {
            json.put("problem", other.problem());
        }
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    private static void number(ObjectNode json, String name, float value) {
        if (Float.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }

    static String instant(long time) {
        return Instant.ofEpochMilli(time).toString();
    }
}
