package io.millrace.adapter.xgboost;

import io.millrace.config.DefinitionException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;

/**
 * The rows of a span, checked.
 *
 * @param training what the model learns from
 * @param holdout what it is measured on; may be empty
 */
record TrainingData(Examples training, Examples holdout) {
    /** Fewer rows give trees that mean nothing. */
    static final int FEWEST_ROWS = 1_000;

    private static final int FEWEST_POSITIVES = 10;

    /**
     * Takes what it needs of the rows.
     *
     * @param inputs names of the features
     * @param rows in order of time; not read on from the first one after the span
     * @throws DefinitionException when a row is no number, or there is too little to learn from
     */
    static TrainingData collect(String pipeline, List<String> inputs, TrainingSpan span, Iterator<TrainingRow> rows) {
        TrainingData data = new TrainingData(new Examples(inputs.size()), new Examples(inputs.size()));
        String where = "training of " + pipeline;
        while (rows.hasNext()) {
            TrainingRow row = rows.next();
            if (row.eventTime() >= span.end()) {
                break;
            }
            data.add(where, inputs, span, row);
        }
        data.checkEnough(where, span);
        return data;
    }

    private void add(String where, List<String> inputs, TrainingSpan span, TrainingRow row) {
        if (span.trains(row.eventTime())) {
            check(where, inputs, row);
            training.add(row.vector(), row.label() == 1);
        } else if (span.measures(row.eventTime())) {
            check(where, inputs, row);
            holdout.add(row.vector(), row.label() == 1);
        }
    }

    private static void check(String where, List<String> inputs, TrainingRow row) {
        String at = "the row of " + Instant.ofEpochMilli(row.eventTime());
        if (row.label() != 0 && row.label() != 1) {
            throw new DefinitionException(
                    where, at + " has the label " + row.label() + ", expected 0 or 1; check the outcome section");
        }
        if (row.vector().length != inputs.size()) {
            throw new IllegalArgumentException(
                    at + " has " + row.vector().length + " features, expected " + inputs.size());
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (Float.isInfinite((float) row.vector()[i])) {
                throw new DefinitionException(
                        where,
                        at + " has " + inputs.get(i) + " = " + row.vector()[i]
                                + ", expected a number that fits a float, or NaN; bound the feature's expression");
            }
        }
    }

    private void checkEnough(String where, TrainingSpan span) {
        String found = training.rows() + " rows with " + training.positives() + " positives from " + span.from()
                + " to " + span.to();
        if (training.rows() < FEWEST_ROWS) {
            throw new DefinitionException(
                    where, found + ", expected at least " + FEWEST_ROWS + " rows; take a longer span or more data");
        }
        if (training.positives() < FEWEST_POSITIVES) {
            throw new DefinitionException(
                    where,
                    found + ", expected at least " + FEWEST_POSITIVES
                            + " positives; take a longer span, or check that the data has outcomes and the outcome section"
                            + " finds them");
        }
        if (training.positives() == training.rows()) {
            throw new DefinitionException(where, found + ", expected negatives too; check the outcome section");
        }
    }
}
