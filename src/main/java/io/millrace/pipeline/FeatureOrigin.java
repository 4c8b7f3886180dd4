package io.millrace.pipeline;

import java.util.Set;

/**
 * What a feature is computed of, directly. Something may be there more than once, with different uses.
 *
 * @param fields of events
 * @param features other ones
 */
public record FeatureOrigin(Set<FieldUse> fields, Set<FeatureUse> features) {
    public FeatureOrigin {
        fields = Set.copyOf(fields);
        features = Set.copyOf(features);
    }
}
