package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature set as declared.
 *
 * @param entity null where none is declared, so that the features are functions of the scored event, or where it has problems
 * @param erasing the source whose events erase entities; null where none is declared, or where it has problems
 */
record DeclaredSet(
        String name,
        YamlMap map,
        @Nullable DeclaredEntity entity,
        @Nullable DeclaredSource erasing,
        List<DeclaredFeature> features) {
    DeclaredSet {
        features = List.copyOf(features);
    }

    List<DeclaredFeature.Windowed> windowed() {
        return features.stream()
                .filter(DeclaredFeature.Windowed.class::isInstance)
                .map(DeclaredFeature.Windowed.class::cast)
                .toList();
    }
}
