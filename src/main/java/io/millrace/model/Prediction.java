package io.millrace.model;

import java.util.List;

/**
 * One score with its evidence: all that is needed to explain it and to compute it again to the same bits.
 *
 * @param id see {@link PredictionId}; the same event always gets the same id in the same slot
 * @param pipeline the pipeline's name
 * @param eventId the business id of the scored event
 * @param eventTime event time in epoch milliseconds
 * @param score the model's score as its runtime gave it
 * @param decision whether the score reached the declared threshold
 * @param propensity the probability with which this decision was taken, in (0, 1]
 * @param slot the slot that the model filled
 * @param servedBy what produced the score; {@code model} unless a fallback did
 * @param modelDigest the model's name
 * @param featureFingerprint fingerprint of the vector
 * @param vector the features in the model's order; each was narrowed to a float for the model
 * @param trigger the record that was scored
 * @param frontier what the entities had seen
 * @param held which events the windows of the entities held
 * @param execution see {@link Scorer#execution}
 * @param delivery the declared delivery of this record
 */
@SuppressWarnings("ArrayRecordComponent") // a vector stays primitive; compared by bits where it is compared
public record Prediction(
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
        String delivery) {}
