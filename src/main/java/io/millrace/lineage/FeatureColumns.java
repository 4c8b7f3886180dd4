package io.millrace.lineage;

import io.millrace.pipeline.FieldUse;
import io.millrace.pipeline.Note;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The features of a pipeline's vector as columns, in their order. */
final class FeatureColumns {
    private FeatureColumns() {}

    /** Where a field of a source was read, and what it does. */
    interface Uses {
        ColumnUse of(Source source, FieldUse use, String description);
    }

    static List<Column> of(Pipeline pipeline) {
        return pipeline.inputs().stream()
                .map(name -> new Column(
                        name,
                        "double",
                        pipeline.notes().getOrDefault(name, Note.NONE).description(),
                        List.of()))
                .toList();
    }

    /** What each of them is computed of, with its definition. */
    static Map<String, List<ColumnUse>> uses(FieldLineage lineage, Uses uses) {
        Map<String, List<ColumnUse>> columns = new LinkedHashMap<>();
        for (String feature : lineage.pipeline().inputs()) {
            columns.put(
                    feature,
                    lineage.fieldsOf(feature).stream()
                            .map(field -> uses.of(
                                    source(lineage.pipeline(), field.source()),
                                    field,
                                    meaning(lineage.pipeline(), feature)))
                            .toList());
        }
        return columns;
    }

    static Source source(Pipeline pipeline, String name) {
        return pipeline.sources().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String meaning(Pipeline pipeline, String feature) {
        return pipeline.features().features().stream()
                .filter(one -> one.name().equals(feature))
                .findFirst()
                .orElseThrow()
                .definition();
    }
}
