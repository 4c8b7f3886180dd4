package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.model.Prediction;
import io.millrace.model.PredictionId;
import io.millrace.model.Seen;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import io.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;

/** Makes predictions of scored vectors, with their evidence. Used by one thread. */
final class PredictionMaker {
    /** With a threshold alone, the decision follows from the score for certain. */
    private static final double CERTAIN = 1;

    private static final String SERVED_BY_MODEL = "model";

    private final Pipeline pipeline;
    private final VectorAssembly assembly;
    private final String modelDigest;
    private final String execution;
    private final PredictionId ids = new PredictionId();

    PredictionMaker(Pipeline pipeline, VectorAssembly assembly, String modelDigest, String execution) {
        this.pipeline = pipeline;
        this.assembly = assembly;
        this.modelDigest = modelDigest;
        this.execution = execution;
    }

    Prediction of(PartialVector partial, float score) {
        Event event = partial.event();
        String topic = pipeline.scored().topic();
        return new Prediction(
                ids.of(topic, event.partition(), event.offset(), Slot.CHAMPION),
                pipeline.name(),
                event.id(),
                event.time(),
                score,
                score >= pipeline.model().threshold(),
                CERTAIN,
                Slot.CHAMPION,
                SERVED_BY_MODEL,
                modelDigest,
                pipeline.fingerprint(),
                assembly.vector(partial.row()),
                new Trigger(topic, event.partition(), event.offset(), event.timestamp(), event.schemaId()),
                seen(partial.frontier()),
                execution,
                pipeline.delivery());
    }

    private List<Seen> seen(Frontier frontier) {
        List<FeatureSet> sets = pipeline.features().sets();
        List<Seen> seen = new ArrayList<>(frontier.size());
        for (int i = 0; i < frontier.size(); i++) {
            seen.add(new Seen(
                    sets.get(frontier.set(i)).name(),
                    pipeline.sources().get(frontier.source(i)).topic(),
                    frontier.partition(i),
                    frontier.offset(i)));
        }
        return seen;
    }
}
