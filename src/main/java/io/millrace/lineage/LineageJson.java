package io.millrace.lineage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.pipeline.FeatureUse;
import io.millrace.pipeline.FieldUse;
import java.util.Comparator;
import java.util.List;

/** What features depend on, and what fields feed, as JSON for programs. */
public final class LineageJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private LineageJson() {}

    /**
     * The text, with a line break at its end.
     *
     * @param features those to tell of
     * @param fields {@code source.field} each
     */
    public static String of(FieldLineage lineage, List<String> features, List<String> fields) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("pipeline", lineage.pipeline().name());
        json.put("feature_fingerprint", lineage.pipeline().fingerprint());
        ArrayNode all = json.putArray("features");
        features.forEach(feature -> feature(lineage, feature, all.addObject()));
        ArrayNode sources = json.putArray("fields");
        fields.forEach(field -> {
            ObjectNode one = sources.addObject().put("field", field);
            ArrayNode fed = one.putArray("features");
            lineage.featuresOf(field).forEach(fed::add);
        });
        return json.toPrettyString() + "\n";
    }

    private static void feature(FieldLineage lineage, String feature, ObjectNode json) {
        json.put("name", feature);
        json.put("in_vector", lineage.pipeline().inputs().contains(feature));
        ArrayNode features = json.putArray("features");
        lineage.origin(feature).features().stream()
                .sorted(Comparator.comparing(FeatureUse::feature).thenComparing(FeatureUse::use))
                .forEach(read -> features.addObject()
                        .put("name", read.feature())
                        .put("use", read.use().name()));
        ArrayNode fields = json.putArray("fields");
        for (FieldUse field : lineage.fieldsOf(feature)) {
            fields.addObject()
                    .put("field", field.source() + "." + field.field())
                    .put("use", field.use().name());
        }
    }
}
