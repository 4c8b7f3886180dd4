package io.millrace.trainingset;

import io.millrace.feedback.LabelledExample.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What became of a prediction, as far as it is known.
 *
 * @param value NaN where nothing is known yet
 * @param outcome how it is known; null where it is not
 * @param time event time of the report, or the end of the horizon; undefined where nothing is known
 * @param isMature whether the horizon had passed at the cut-off
 */
public record Label(double value, @Nullable Outcome outcome, long time, boolean isMature) {}
