package io.millrace.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Validates events against the schemas that OpenLineage publishes, each facet against the one that it names, and Millrace's own facet against its own. */
public final class PublishedSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonSchemaFactory factory;
    private final Set<String> facets = new HashSet<>();

    public PublishedSchemas() throws IOException {
        Map<String, String> byId = new HashMap<>();
        List<Path> files = new ArrayList<>(List.of(Path.of("schemas/lineage/MillraceModelRunFacet.json")));
        try (Stream<Path> published = Files.walk(Path.of("src/test/resources/openlineage"))) {
            published.filter(file -> file.toString().endsWith(".json")).forEach(files::add);
        }
        for (Path file : files) {
            String text = Files.readString(file);
            byId.put(JSON.readTree(text).path("$id").asText(), text);
        }
        // what is not here is not looked for elsewhere
        factory = JsonSchemaFactory.getInstance(
                VersionFlag.V202012, builder -> builder.schemaLoaders(loaders -> loaders.schemas(byId::get)));
    }

    /** What is wrong with an event; empty where nothing is. */
    public List<String> complaints(String event) {
        JsonNode json = read(event);
        List<String> complaints =
                new ArrayList<>(complaints(json, json.path("schemaURL").asText()));
        facets(json, complaints);
        return complaints;
    }

    /** The names of the facets that were validated so far. */
    public Set<String> facets() {
        return Set.copyOf(facets);
    }

    private void facets(JsonNode json, List<String> complaints) {
        json.properties().forEach(entry -> {
            if (entry.getKey().equals("facets")) {
                entry.getValue().properties().forEach(facet -> {
                    facets.add(facet.getKey());
                    complaints.addAll(complaints(
                            facet.getValue(),
                            facet.getValue().path("_schemaURL").asText()));
                });
            }
            facets(entry.getValue(), complaints);
        });
        if (json.isArray()) {
            json.forEach(element -> facets(element, complaints));
        }
    }

    private List<String> complaints(JsonNode json, String schema) {
        return factory.getSchema(SchemaLocation.of(schema), CONFIG).validate(json).stream()
                .map(ValidationMessage::getMessage)
                .map(message -> schema + ": " + message)
                .toList();
    }

    private static JsonNode read(String event) {
        try {
            return JSON.readTree(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
