package io.millrace.feedback;

/**
 * A prediction with its outcome: what a model learns from and is judged by. The vector is the one that was scored, to the bit.
 *
 * @param predictionId the prediction's id
 * @param revision 1 for the first label of a prediction, 2 where a late outcome corrects it; the highest one counts
 * @param label the outcome's value: 1 for a reported one, the declared {@code absent} value otherwise
 * @param outcome whether the outcome was reported, or absent when its horizon had passed
 * @param outcomeTime event time of the report, or the end of the horizon, in epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // a vector stays primitive; compared by bits where it is compared
public record LabelledExample(
        String predictionId,
        int revision,
        String pipeline,
        String eventId,
        long eventTime,
        double label,
        Outcome outcome,
        long outcomeTime,
        double[] vector,
        String featureFingerprint,
        String modelDigest,
        String slot,
        float score,
        boolean decision,
        double propensity) {

    /** How a label came about. */
    public enum Outcome {
        REPORTED,
        ABSENT
    }
}
