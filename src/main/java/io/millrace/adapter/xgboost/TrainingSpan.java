package io.millrace.adapter.xgboost;

import java.time.Duration;
import java.time.Instant;

/**
 * Which part of history a model learns from, and on which part after it the model is measured.
 *
 * <p>Rows in {@code [from, to)} train, rows in {@code [to + gap, to + gap + holdout)} measure. At {@code to + gap} the outcome
 * of the last training row is known, so that is when the model could have been trained.
 *
 * @param gap the horizon of outcomes
 */
public record TrainingSpan(Instant from, Instant to, Duration gap, Duration holdout) {
    public TrainingSpan {
        if (!from.isBefore(to) || gap.isNegative() || holdout.isNegative()) {
            throw new IllegalArgumentException("training from " + from + " to " + to + ", gap " + gap + ", holdout "
                    + holdout + "; expected an end after the start and no negative length");
        }
    }

    boolean trains(long time) {
        return time >= from.toEpochMilli() && time < to.toEpochMilli();
    }

    boolean measures(long time) {
        return time >= to.plus(gap).toEpochMilli() && time < end();
    }

    /** When the holdout is over, in epoch milliseconds: rows from here on matter to nobody. */
    long end() {
        return to.plus(gap).plus(holdout).toEpochMilli();
    }
}
