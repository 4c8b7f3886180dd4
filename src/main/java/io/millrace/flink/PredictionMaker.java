package io.millrace.flink;

import io.millrace.event.Event;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.Frontier;
import io.millrace.feature.PartialVector;
import io.millrace.feature.VectorAssembly;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.model.Prediction;
import io.millrace.model.PredictionId;
import io.millrace.model.ReusedPrediction;
import io.millrace.pipeline.Pipeline;
import io.millrace.pipeline.Source;

/** Makes predictions of scored vectors, with their evidence, and dead letters of those that have no score. A prediction holds until the next one is made. Used by one thread. */
final class PredictionMaker {
    private static final double CERTAIN = 1;

    private final Pipeline pipeline;
    private final VectorAssembly assembly;
    private final ServingKeys keys;
    private final String topic;
    private final String[] setNames;
    private final String[] topics;
    private final PredictionId ids = new PredictionId();
    private final ReusedPrediction reused;

    PredictionMaker(Pipeline pipeline, VectorAssembly assembly, ServingKeys keys) {
        this.pipeline = pipeline;
        this.assembly = assembly;
        this.keys = keys;
        this.topic = pipeline.scored().topic();
        this.setNames =
                pipeline.features().sets().stream().map(FeatureSet::name).toArray(String[]::new);
        this.topics = pipeline.sources().stream().map(Source::topic).toArray(String[]::new);
        this.reused = new ReusedPrediction(
                pipeline.name(), pipeline.fingerprint(), pipeline.delivery(), topic, assembly.width());
    }

    /** What is served for an event. A share of the positive decisions is explored: it is negative, and the propensity tells. */
    Prediction of(PartialVector partial, Served served) {
        Event event = partial.event();
        double explore = pipeline.model().explore();
        boolean isPositive = served.score >= pipeline.model().threshold();
        boolean mayExplore = isPositive && explore > 0;
        boolean isExplored = mayExplore && keys.exploration(event) < explore;
        double propensity = !mayExplore ? CERTAIN : isExplored ? explore : 1 - explore;
        ids.served(topic, event.partition(), event.offset(), reused.id());
        reused.decision(isPositive && !isExplored, propensity);
        return filled(partial, served);
    }

    /** What a shadow says of an event; its decision is the one that it would have come to. */
    Prediction shadow(PartialVector partial, Served said) {
        Event event = partial.event();
        ids.shadow(topic, event.partition(), event.offset(), said.digest, reused.id());
        reused.decision(said.score >= pipeline.model().threshold(), CERTAIN);
        return filled(partial, said);
    }

    private Prediction filled(PartialVector partial, Served served) {
        Event event = partial.event();
        reused.begin(event.id(), event.time());
        reused.score(served.score, served.slot, served.servedBy, served.digest, served.execution);
        assembly.choose(partial.row(), reused.vector());
        reused.trigger(event.partition(), event.offset(), event.timestamp(), event.schemaId());
        addFrontier(partial.frontier());
        return reused.prediction();
    }

    private void addFrontier(Frontier frontier) {
        for (int i = 0; i < frontier.size(); i++) {
            reused.seen(
                    setNames[frontier.set(i)], topics[frontier.source(i)], frontier.partition(i), frontier.offset(i));
        }
        for (int i = 0; i < frontier.held(); i++) {
            reused.held(setNames[frontier.heldSet(i)], topics[frontier.heldSource(i)], frontier.heldHash(i));
        }
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
}
