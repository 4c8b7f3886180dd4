package io.millrace.pipeline;

import io.millrace.pipeline.yaml.YamlMap;
import io.millrace.pipeline.yaml.YamlValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature set as declared.
 *
 * @param entity names the field with the entity's key; null where the features are functions of the scored event
 */
record DeclaredSet(String name, YamlMap map, @Nullable YamlValue entity, List<DeclaredFeature> features) {
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
