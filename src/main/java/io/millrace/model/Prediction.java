package io.millrace.model;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One score with its evidence: all that is needed to explain it and to compute it again to the same bits.
 *
 * <p>It never changes, with one exception: what the scoring operator emits is a {@link ReusedPrediction}, and holds the next event's prediction once that is emitted. Who keeps one that came from there takes a {@link #copy}.
 */
public final class Prediction {
    byte[] id;
    String pipeline;
    String eventId;
    long eventTime;
    float score;
    boolean decision;
    double propensity;
    Slot slot;
    String servedBy;
    String modelDigest;
    String featureFingerprint;
    double[] vector;
    Trigger trigger;
    List<Seen> frontier;
    List<Held> held;
    String execution;
    String delivery;

    public Prediction(
            String id,
            String pipeline,
            String eventId,
            long eventTime,
            float score,
            boolean decision,
            double propensity,
            Slot slot,
            String servedBy,
            String modelDigest,
            String featureFingerprint,
            double[] vector,
            Trigger trigger,
            List<Seen> frontier,
            List<Held> held,
            String execution,
            String delivery) {
        this.id = id.getBytes(StandardCharsets.UTF_8);
        this.pipeline = pipeline;
        this.eventId = eventId;
        this.eventTime = eventTime;
        this.score = score;
        this.decision = decision;
        this.propensity = propensity;
        this.slot = slot;
        this.servedBy = servedBy;
        this.modelDigest = modelDigest;
        this.featureFingerprint = featureFingerprint;
        this.vector = vector;
        this.trigger = trigger;
        this.frontier = frontier;
        this.held = held;
        this.execution = execution;
        this.delivery = delivery;
    }

    /** The same prediction, which never changes. */
    public Prediction copy() {
        return new Prediction(
                id(),
                pipeline,
                eventId,
                eventTime,
                score,
                decision,
                propensity,
                slot,
                servedBy,
                modelDigest,
                featureFingerprint,
                vector.clone(),
                trigger.copy(),
                frontier.stream().map(Seen::copy).toList(),
                held.stream().map(Held::copy).toList(),
                execution,
                delivery);
    }

    /** See {@link PredictionId}; the same event always gets the same id in the same slot. */
    public String id() {
        return new String(id, StandardCharsets.UTF_8);
    }

    /** The bytes of {@link #id} in UTF-8, not to be changed. */
    public byte[] idBytes() {
        return id;
    }

    /** The pipeline's name. */
    public String pipeline() {
        return pipeline;
    }

    /** The business id of the scored event. */
    public String eventId() {
        return eventId;
    }

    /** Event time in epoch milliseconds. */
    public long eventTime() {
        return eventTime;
    }

    /** The model's score as its runtime gave it. */
    public float score() {
        return score;
    }

    /** Whether the score reached the declared threshold. */
    public boolean decision() {
        return decision;
    }

    /** The probability with which this decision was taken, in (0, 1]. */
    public double propensity() {
        return propensity;
    }

    /** The slot that the model filled. */
    public Slot slot() {
        return slot;
    }

    /** What produced the score; {@code model} unless a fallback did. */
    public String servedBy() {
        return servedBy;
    }

    /** The model's name. */
    public String modelDigest() {
        return modelDigest;
    }

    /** Fingerprint of the vector. */
    public String featureFingerprint() {
        return featureFingerprint;
    }

    /** The features in the model's order, not to be changed; each was narrowed to a float for the model. Compared by bits where it is compared. */
    public double[] vector() {
        return vector;
    }

    /** The record that was scored. */
    public Trigger trigger() {
        return trigger;
    }

    /** What the entities had seen. */
    public List<Seen> frontier() {
        return frontier;
    }

    /** Which events the windows of the entities held. */
    public List<Held> held() {
        return held;
    }

    /** See {@link Scorer#execution}. */
    public String execution() {
        return execution;
    }

    /** The declared delivery of this record. */
    public String delivery() {
        return delivery;
    }

    @Override
    public String toString() {
        return "prediction " + id() + " of event " + eventId + ": " + score + " by " + modelDigest;
    }
}
