package io.millrace.feature;

import java.util.List;

/**
 * Every feature of a pipeline, compiled, in the order of computation: first the windowed ones of each entity, then the derived ones.
 *
 * @param scored index of the source whose events are scored
 * @param sets the feature sets that keep state, in the order of their keyed operators
 * @param derived in an order in which each one's inputs come before it
 * @param features every declared feature, by slot
 * @param vector slots of the model's inputs, in the model's order
 * @param late how long behind the watermark an event may be and still be scored exactly, in milliseconds
 */
public record FeaturePlan(
        int scored,
        List<FeatureSet> sets,
        List<DerivedFeature> derived,
        List<Feature> features,
        List<Integer> vector,
        long late) {
    public FeaturePlan {
        sets = List.copyOf(sets);
        derived = List.copyOf(derived);
        features = List.copyOf(features);
        vector = List.copyOf(vector);
        for (int i = 0; i < features.size(); i++) {
            if (features.get(i).slot() != i) {
                throw new IllegalArgumentException("feature " + features.get(i).name() + " is at position " + i
                        + " but has slot " + features.get(i).slot());
            }
        }
    }
}
