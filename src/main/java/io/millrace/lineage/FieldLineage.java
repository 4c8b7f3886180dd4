package io.millrace.lineage;

import io.millrace.pipeline.FeatureOrigin;
import io.millrace.pipeline.FeatureUse;
import io.millrace.pipeline.FieldUse;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.PipelineCompiler;
import io.millrace.pipeline.PipelineText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which fields of which sources each feature is computed of, through all features in between; and the way back. */
public final class FieldLineage {
    private static final Comparator<FieldUse> ORDER = Comparator.comparing(FieldUse::source)
            .thenComparing(FieldUse::field)
            .thenComparing(FieldUse::use);

    private final Pipeline pipeline;
    private final Map<String, FeatureOrigin> origins;
    private final Map<String, Set<FieldUse>> known = new HashMap<>();

    private FieldLineage(Pipeline pipeline, Map<String, FeatureOrigin> origins) {
        this.pipeline = pipeline;
        this.origins = origins;
    }

    /** @throws io.millrace.config.DefinitionException with every problem of the definition */
    public static FieldLineage of(PipelineText text) {
        return new FieldLineage(PipelineCompiler.compile(text), PipelineCompiler.origins(text));
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    /** Every feature, in the order of the definition. */
    public List<String> features() {
        return pipeline.features().features().stream()
                .map(feature -> feature.name())
                .toList();
    }

    /** What a feature is computed of directly. */
    public FeatureOrigin origin(String feature) {
        FeatureOrigin origin = origins.get(feature);
        if (origin == null) {
            throw new IllegalArgumentException(feature + " is no feature of pipeline " + pipeline.name());
        }
        return origin;
    }

    /** The fields that a feature is computed of, those of the features that it reads included; sorted. */
    public Set<FieldUse> fieldsOf(String feature) {
        Set<FieldUse> found = known.get(feature);
        if (found == null) {
            FeatureOrigin origin = origin(feature);
            found = new TreeSet<>(ORDER);
            found.addAll(origin.fields());
            for (FeatureUse read : origin.features()) {
                for (FieldUse field : fieldsOf(read.feature())) {
                    found.add(new FieldUse(
                            field.source(), field.field(), field.use().then(read.use())));
                }
            }
            known.put(feature, found);
        }
        return found;
    }

    /** The fields that feed features, {@code source.field} each; sorted. */
    public Set<String> fields() {
        Set<String> fields = new TreeSet<>();
        features().forEach(feature -> fieldsOf(feature).forEach(use -> fields.add(use.source() + "." + use.field())));
        return fields;
    }

    /**
     * The features that a field feeds, in the order of the definition: what breaks if it goes.
     *
     * @param field {@code source.field}
     */
    public List<String> featuresOf(String field) {
        return features().stream()
                .filter(feature ->
                        fieldsOf(feature).stream().anyMatch(use -> field.equals(use.source() + "." + use.field())))
                .toList();
    }
}
