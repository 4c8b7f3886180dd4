package io.millrace.pipeline;

import io.millrace.feature.Feature;
import io.millrace.pipeline.FeatureChange.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the features of two definitions. Equal definition texts mean the same feature, whatever its name; a feature that keeps name and meaning is
 * never taken for the origin of a renamed one.
 */
final class FeatureChanges {
    private final Map<String, Feature> before;
    private final Map<String, Feature> after;
    private final Starts starts;
    private final Set<String> origins = new HashSet<>();

    FeatureChanges(Pipeline before, Pipeline after) {
        this.before = byName(before);
        this.after = byName(after);
        this.starts = new Starts(before, after);
    }

    private static Map<String, Feature> byName(Pipeline pipeline) {
        Map<String, Feature> features = new LinkedHashMap<>();
        pipeline.features().features().forEach(feature -> features.put(feature.name(), feature));
        return features;
    }

    List<FeatureChange> all() {
        List<FeatureChange> changes = new ArrayList<>();
        after.values().stream().filter(feature -> !stays(feature)).forEach(feature -> changes.add(change(feature)));
        before.values().stream()
                .filter(feature -> !after.containsKey(feature.name()) && !origins.contains(feature.name()))
                .forEach(feature -> changes.add(new FeatureChange(Kind.REMOVED, feature, null, null)));
        return changes;
    }

    private boolean stays(Feature feature) {
        Feature old = before.get(feature.name());
        Feature young = after.get(feature.name());
        return old != null && young != null && old.definition().equals(young.definition());
    }

    private FeatureChange change(Feature feature) {
        Optional<Feature> origin = before.values().stream()
                .filter(old -> old.definition().equals(feature.definition()))
                .filter(old -> !stays(old) && !origins.contains(old.name()))
                .findFirst();
        if (origin.isPresent()) {
            origins.add(origin.get().name());
            return new FeatureChange(Kind.RENAMED, origin.get(), feature, starts.of(feature));
        }
        Feature old = before.get(feature.name());
        return new FeatureChange(old == null ? Kind.ADDED : Kind.CHANGED, old, feature, starts.of(feature));
    }
}
