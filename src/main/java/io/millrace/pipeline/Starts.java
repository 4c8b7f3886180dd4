package io.millrace.pipeline;

import io.millrace.feature.Column;
import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.pipeline.FeatureChange.Origin;
import io.millrace.pipeline.FeatureChange.Start;
import java.util.List;
import java.util.Optional;

/** Tells which features of a definition are right at once when it takes over the state of another, and when the others are. */
final class Starts {
    private final Pipeline before;
    private final Pipeline after;

    Starts(Pipeline before, Pipeline after) {
        this.before = before;
        this.after = after;
    }

    /** @param feature one of the new definition */
    Start of(Feature feature) {
        for (FeatureSet set : after.features().sets()) {
            for (WindowedFeature window : set.windows()) {
                if (window.slot() <= feature.slot()
                        && feature.slot()
                                < window.slot() + window.aggregate().suffixes().size()) {
                    return windowed(feature, set, window);
                }
            }
        }
        List<String> reads = after.reads().getOrDefault(feature.name(), List.of());
        return after.features().features().stream()
                .filter(input -> reads.contains(input.name()))
                .map(this::of)
                .reduce(Start.EVENT, Start::and);
    }

    private Start windowed(Feature feature, FeatureSet set, WindowedFeature window) {
        Optional<FeatureSet> old = before.features().sets().stream()
                .filter(other -> other.name().equals(set.name()))
                .findFirst();
        if (old.isPresent() && computes(old.get(), feature)) {
            return new Start(Origin.STATE, 0);
        }
        if (window.isLifetime()) {
            return new Start(Origin.NEVER, 0);
        }
        long span = window.reach();
        boolean kept = old.isPresent()
                && span <= old.get().kept()
                && keeps(old.get(), set.columns().get(window.column()))
                && (window.by() < 0 || keeps(old.get(), set.columns().get(window.by())));
        return kept ? new Start(Origin.EVENTS, 0) : new Start(Origin.WARMING, span);
    }

    private boolean computes(FeatureSet old, Feature feature) {
        return before.features().features().stream()
                .filter(other -> other.definition().equals(feature.definition()))
                .anyMatch(other -> other.name().startsWith(old.name() + "."));
    }

    private static boolean keeps(FeatureSet old, Column column) {
        return old.columns().stream().anyMatch(other -> SetChange.isSame(other, column));
    }
}
