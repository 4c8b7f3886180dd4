package io.millrace.lineage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes datasets with their facets. */
final class DatasetJson {
    private DatasetJson() {}

    static void write(ObjectNode json, Dataset dataset) {
        json.put("namespace", dataset.name().namespace())
                .put("name", dataset.name().name());
        ObjectNode facets = json.putObject("facets");
        if (!dataset.columns().isEmpty()) {
            columns(RunEvents.facet(facets, "schema", "1-2-0/SchemaDatasetFacet"), dataset.columns());
        }
        if (!dataset.version().isEmpty()) {
            RunEvents.facet(facets, "version", "1-0-1/DatasetVersionDatasetFacet")
                    .put("datasetVersion", dataset.version());
        }
        if (!dataset.description().isEmpty()) {
            RunEvents.facet(facets, "documentation", "1-1-0/DocumentationDatasetFacet")
                    .put("description", dataset.description());
        }
        if (!dataset.lineage().isEmpty()) {
            lineage(RunEvents.facet(facets, "columnLineage", "1-2-0/ColumnLineageDatasetFacet"), dataset);
        }
    }

    private static void columns(ObjectNode json, List<Column> columns) {
        ArrayNode fields = json.putArray("fields");
        for (Column column : columns) {
            ObjectNode field = fields.addObject().put("name", column.name()).put("type", column.type());
            if (!column.description().isEmpty()) {
                field.put("description", column.description());
            }
            if (!column.columns().isEmpty()) {
                columns(field, column.columns());
            }
        }
    }

    private static void lineage(ObjectNode json, Dataset dataset) {
        ObjectNode fields = json.putObject("fields");
        dataset.lineage()
                .forEach((column, uses) -> inputs(fields.putObject(column).putArray("inputFields"), uses));
        if (!dataset.filters().isEmpty()) {
            inputs(json.putArray("dataset"), dataset.filters());
        }
    }

    /** Each column of an input once, with all that it does. */
    private static void inputs(ArrayNode json, List<ColumnUse> uses) {
        Map<String, ArrayNode> transformations = new LinkedHashMap<>();
        for (ColumnUse use : uses) {
            DatasetName from = use.dataset();
            String place = from.namespace() + " " + from.name() + " " + use.column();
            ArrayNode of = transformations.computeIfAbsent(place, key -> json.addObject()
                    .put("namespace", from.namespace())
                    .put("name", from.name())
                    .put("field", use.column())
                    .putArray("transformations"));
            of.addObject()
                    .put("type", use.use().isDirect() ? "DIRECT" : "INDIRECT")
                    .put("subtype", use.use().name())
                    .put("description", use.description())
                    .put("masking", false);
        }
    }
}
