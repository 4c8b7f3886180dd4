package io.millrace.replay;

import io.millrace.feature.FeaturePlan;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.Frontier;
import io.millrace.feature.VectorAssembly;
import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;
import io.millrace.replay.Replayed.Difference;
import io.millrace.replay.Replayed.OtherEvents;
import io.millrace.replay.Replayed.OtherFeature;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares features that were computed again with those of a prediction, by bits. */
final class Comparison {
    private final Pipeline pipeline;
    private final FeaturePlan plan;
    private final VectorAssembly assembly;

    Comparison(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.plan = pipeline.features();
        this.assembly = new VectorAssembly(plan);
    }

    /** How the features of a prediction, or the events that its windows held, differ; null where every bit is the same. */
    @Nullable
    Difference difference(Prediction prediction, double[] row, Frontier frontier) {
        for (int i = 0; i < frontier.held(); i++) {
            FeatureSet set = plan.sets().get(frontier.heldSet(i));
            Source source = pipeline.sources().get(frontier.heldSource(i));
            Optional<Held> held = held(prediction, set, source);
            if (held.isPresent() && held.get().events() != frontier.heldHash(i)) {
                return new OtherEvents(set.name(), source.topic(), held.get().events(), frontier.heldHash(i));
            }
        }
        double[] vector = assembly.vector(row);
        for (int i = 0; i < vector.length; i++) {
            if (Double.doubleToRawLongBits(vector[i])
                    != Double.doubleToRawLongBits(prediction.vector()[i])) {
                return new OtherFeature(pipeline.inputs().get(i), prediction.vector()[i], vector[i]);
            }
        }
        return null;
    }

    /** Which events of a source the windows of a set held; empty where the prediction does not say it. */
    static Optional<Held> held(Prediction prediction, FeatureSet set, Source source) {
        return prediction.held().stream()
                .filter(held ->
                        held.featureSet().equals(set.name()) && held.topic().equals(source.topic()))
                .findFirst();
    }
}
