package io.millrace.trainingset;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which training set is wanted.
 *
 * @param from predictions of events at or after this time
 * @param to and before this one
 * @param cutoff up to when outcomes are known; null: up to the newest event, less the lateness of the outcomes
 * @param onlyMature whether rows whose horizon has not passed at the cut-off are left out
 */
public record TrainingSetRequest(
        Instant from, Instant to, AsOf asOf, @Nullable Instant cutoff, boolean onlyMature) {
    boolean holds(long time) {
        Instant instant = Instant.ofEpochMilli(time);
        return !instant.isBefore(from) && instant.isBefore(to);
    }
}
