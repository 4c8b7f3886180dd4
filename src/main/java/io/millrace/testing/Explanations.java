package io.millrace.testing;

import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.pipeline.Pipeline;
import io.millrace.testing.Explanation.Input;
import io.millrace.testing.Explanation.OfInputs;
import java.util.List;
import java.util.function.Function;

/** Finds what the value of a feature was computed from. */
public final class Explanations {
    private final Pipeline pipeline;

    public Explanations(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Explains a feature.
     *
     * @param event the scored event
     * @param known for a feature set the events that its entity may have seen, the scored one included
     */
    public Explanation of(Feature feature, Seen event, Function<FeatureSet, List<Seen>> known) {
        for (FeatureSet set : pipeline.features().sets()) {
            for (WindowedFeature window : set.windows()) {
                if (writes(window, feature.slot())) {
                    return new WindowContents(pipeline, set, window, event, feature.slot() - window.slot())
                            .of(known.apply(set));
                }
            }
        }
        return new OfInputs(pipeline.reads().getOrDefault(feature.name(), List.of()).stream()
                .map(name -> new Input(name, value(name, event)))
                .toList());
    }

    private static boolean writes(WindowedFeature window, int slot) {
        int value = slot - window.slot();
        return value >= 0 && value < window.aggregate().suffixes().size();
    }

    private String value(String name, Seen event) {
        for (Feature feature : pipeline.features().features()) {
            if (feature.name().equals(name)) {
                return ValueText.of(feature.kind(), event.row()[feature.slot()]);
            }
        }
        var type = pipeline.scored().type();
        return ValueText.of(type, event.event(), type.slot(name));
    }
}
