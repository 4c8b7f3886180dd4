package io.millrace.trainingset;

/**
 * What became of the predictions of a training set's span. All but the rows were left out.
 *
 * @param predictions of the span, those of shadows apart
 * @param rows in the training set
 * @param positives rows with a label above 0
 * @param differing rows whose vector is not, to the bit, the one that was scored
 * @param otherVector were made under another vector, which the mode can't turn into this one
 * @param notReplayed do not come out again from the events that can be read, or their event is not there, or deleted
 * @param immature whose horizon had not passed at the cut-off
 */
public record Counts(
        long predictions,
        long rows,
        long positives,
        long differing,
        long otherVector,
        long notReplayed,
        long immature) {}
