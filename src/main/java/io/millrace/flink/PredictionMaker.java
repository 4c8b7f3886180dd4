package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.model.PredictionId;
import io.millrace.model.Seen;
import io.millrace.model.Trigger;
import io.millrace.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;

/** Makes predictions of scored vectors, with their evidence, and dead letters of those that have no score. Used by one thread. */
final class PredictionMaker {
    private static final double CERTAIN = 1;

    private final Pipeline pipeline;
    private final VectorAssembly assembly;
    private final ServingKeys keys;
    private final String topic;
    private final PredictionId ids = new PredictionId();

    PredictionMaker(Pipeline pipeline, VectorAssembly assembly, ServingKeys keys) {
        this.pipeline = pipeline;
        this.assembly = assembly;
        this.keys = keys;
        this.topic = pipeline.scored().topic();
    }

    /** What is served for an event. A share of the positive decisions is explored: it is negative, and the propensity tells. */
    Prediction of(PartialVector partial, Served served) {
        Event event = partial.event();
        double explore = pipeline.model().explore();
        boolean isPositive = served.score >= pipeline.model().threshold();
        boolean mayExplore = isPositive && explore > 0;
        boolean isExplored = mayExplore && keys.exploration(event) < explore;
        double propensity = !mayExplore ? CERTAIN : isExplored ? explore : 1 - explore;
        String id = ids.served(topic, event.partition(), event.offset());
        return prediction(partial, id, served, isPositive && !isExplored, propensity);
    }

    /** What a shadow says of an event; its decision is the one that it would have come to. */
    Prediction shadow(PartialVector partial, Served said) {
        Event event = partial.event();
        String id = ids.shadow(topic, event.partition(), event.offset(), said.digest);
        return prediction(partial, id, said, said.score >= pipeline.model().threshold(), CERTAIN);
    }

    private Prediction prediction(
            PartialVector partial, String id, Served served, boolean decision, double propensity) {
        Event event = partial.event();
        return new Prediction(
                id,
                pipeline.name(),
                event.id(),
                event.time(),
                served.score,
                decision,
                propensity,
                served.slot,
                served.servedBy,
                served.digest,
                pipeline.fingerprint(),
                assembly.vector(partial.row()),
                new Trigger(topic, event.partition(), event.offset(), event.timestamp(), event.schemaId()),
                seen(partial.frontier()),
                held(partial.frontier()),
                served.execution,
                pipeline.delivery());
    }

    /** An event that no model can score. */
    DeadLetter refused(PartialVector partial, Served served) {
        Event event = partial.event();
        String vector = VectorFingerprint.of(assembly.vector(partial.row()));
        return new DeadLetter(
                pipeline.scored().name(),
                topic,
                event.partition(),
                event.offset(),
                event.timestamp(),
                Reason.NOT_SCORED,
                "model " + served.digest + ": " + served.refusal + " (vector " + vector + ")",
                event.id(),
                null,
                null);
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

    private List<Held> held(Frontier frontier) {
        List<Held> held = new ArrayList<>(frontier.held());
        for (int i = 0; i < frontier.held(); i++) {
            held.add(new Held(
                    pipeline.features().sets().get(frontier.heldSet(i)).name(),
                    pipeline.sources().get(frontier.heldSource(i)).topic(),
                    frontier.heldHash(i)));
        }
        return held;
    }
}
