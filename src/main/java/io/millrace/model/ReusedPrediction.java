package io.millrace.model;

import java.util.ArrayList;
import java.util.List;

/** A prediction that is filled again for each event, so that scoring allocates nothing for it. Used by one thread. */
public final class ReusedPrediction {
    private final List<Seen> frontier = new ArrayList<>();
    private final List<Seen> spareSeen = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<Held> spareHeld = new ArrayList<>();
    private final Prediction prediction;

    /**
     * What all predictions have in common.
     *
     * @param topic where the scored records lie
     * @param width the number of features of the vector
     */
    public ReusedPrediction(String pipeline, String featureFingerprint, String delivery, String topic, int width) {
        this.prediction = new Prediction(
                "0".repeat(PredictionId.DIGITS),
                pipeline,
                "",
                0,
                0,
                false,
                1,
                Slot.CHAMPION,
                "",
                "",
                featureFingerprint,
                new double[width],
                new Trigger(topic, 0, 0, 0, 0),
                frontier,
                held,
                "",
                delivery);
    }

    /** The prediction as it is filled. */
    public Prediction prediction() {
        return prediction;
    }

    /** Where the digits of its id go. */
    public byte[] id() {
        return prediction.id;
    }

    /** Where its features go. */
    public double[] vector() {
        return prediction.vector;
    }

    /** Begins with an event, at no frontier. */
    public void begin(String eventId, long eventTime) {
        prediction.eventId = eventId;
        prediction.eventTime = eventTime;
        frontier.clear();
        held.clear();
    }

    public void trigger(int partition, long offset, long timestamp, int schemaId) {
        Trigger trigger = prediction.trigger;
        trigger.partition = partition;
        trigger.offset = offset;
        trigger.timestamp = timestamp;
        trigger.schemaId = schemaId;
    }

    public void score(float score, Slot slot, String servedBy, String modelDigest, String execution) {
        prediction.score = score;
        prediction.slot = slot;
        prediction.servedBy = servedBy;
        prediction.modelDigest = modelDigest;
        prediction.execution = execution;
    }

    public void decision(boolean decision, double propensity) {
        prediction.decision = decision;
        prediction.propensity = propensity;
    }

    public void seen(String featureSet, String topic, int partition, long offset) {
        if (spareSeen.size() == frontier.size()) {
            spareSeen.add(new Seen(featureSet, topic, partition, offset));
        }
        Seen seen = spareSeen.get(frontier.size());
        seen.featureSet = featureSet;
        seen.topic = topic;
        seen.partition = partition;
        seen.offset = offset;
        frontier.add(seen);
    }

    public void held(String featureSet, String topic, long events) {
        if (spareHeld.size() == held.size()) {
            spareHeld.add(new Held(featureSet, topic, events));
        }
        Held each = spareHeld.get(held.size());
        each.featureSet = featureSet;
        each.topic = topic;
        each.events = events;
        held.add(each);
    }
}
