package io.millrace.explain;

import io.millrace.model.Attribution;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.replay.Replayed;
import java.util.Comparator;
import java.util.List;

/**
 * One prediction, explained.
 *
 * @param pipeline the definition that the prediction was made under
 * @param replayed what came of it when it was computed again
 * @param model the model that scored it
 * @param attribution what each input contributed, from the vector as it was scored
 * @param features the model's inputs in order, then the features that those read
 * @param others models that could have scored it instead
 */
public record Explained(
        Pipeline pipeline,
        Replayed replayed,
        ModelText model,
        Attribution attribution,
        List<ExplainedFeature> features,
        List<OtherModel> others) {
    public Explained {
        features = List.copyOf(features);
        others = List.copyOf(others);
    }

    public Prediction prediction() {
        return replayed.prediction();
    }

    /** The features, the one that contributed most first; in their own order where contributions are not known. */
    public List<ExplainedFeature> byContribution() {
        return features.stream()
                .sorted(Comparator.comparingDouble((ExplainedFeature feature) -> -Math.abs(feature.contribution())))
                .toList();
    }
}
