package io.millrace.testing;

import io.millrace.feature.Feature;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.pipeline.Pipeline;
import io.millrace.testing.Explanation.Input;
import io.millrace.testing.Explanation.OfInputs;
import java.util.List;

/** Finds what the value of a feature was computed from. */
final class Explanations {
    private final Pipeline pipeline;

    Explanations(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * @param event the scored event
     * @param all every event of the test
     */
    Explanation of(Feature feature, Seen event, List<Seen> all) {
        for (FeatureSet set : pipeline.features().sets()) {
            for (WindowedFeature window : set.windows()) {
                if (writes(window, feature.slot())) {
                    return new WindowContents(pipeline, set, window, event, feature.slot() - window.slot()).of(all);
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
