package io.millrace.adapter.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.config.DefinitionException;
import io.millrace.model.ModelCard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The form of {@code card.json}: the names of {@link ModelCard}, instants in ISO 8601, maps sorted by name. */
final class CardJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CardJson() {}

    static byte[] write(ModelCard card) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("digest", card.digest());
        json.put("pipeline", card.pipeline());
        json.put("model", card.model());
        json.put("featureFingerprint", card.featureFingerprint());
        card.inputs().forEach(json.putArray("inputs")::add);
        json.put("trainedFrom", card.trainedFrom().toString());
        json.put("trainedTo", card.trainedTo().toString());
        json.put("rows", card.rows());
        json.put("positives", card.positives());
        new TreeMap<>(card.parameters()).forEach(json.putObject("parameters")::put);
        new TreeMap<>(card.metrics()).forEach(json.putObject("metrics")::put);
        return (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a card; names that it doesn't know are left alone.
     *
     * @param where the file, for messages
     */
    static ModelCard read(byte[] bytes, String where) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            return new ModelCard(
                    json.required("digest").asText(),
                    json.required("pipeline").asText(),
                    json.required("model").asText(),
                    json.required("featureFingerprint").asText(),
                    texts(json.required("inputs")),
                    Instant.parse(json.required("trainedFrom").asText()),
                    Instant.parse(json.required("trainedTo").asText()),
                    json.required("rows").asLong(),
                    json.required("positives").asLong(),
                    parameters(json.required("parameters")),
                    metrics(json.required("metrics")));
        } catch (JsonProcessingException e) {
            throw new DefinitionException(where, "it is not valid JSON: " + e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw new DefinitionException(where, "it is no model card: " + e.getMessage());
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static Map<String, String> parameters(JsonNode object) {
        Map<String, String> parameters = new HashMap<>();
        object.properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        return parameters;
    }

    private static Map<String, Double> metrics(JsonNode object) {
        Map<String, Double> metrics = new HashMap<>();
        object.properties()
                .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().asDouble()));
        return metrics;
    }
}
