package io.millrace.cli;

import io.millrace.model.Prediction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which predictions a command is about.
 *
 * @param id the id of one; null for all
 * @param sample at most so many: those with the smallest ids, which are hashes
 */
record PredictionChoice(@Nullable String id, Instant from, Instant to, int sample) {
    List<Prediction> of(List<Prediction> all) {
        return all.stream()
                .filter(prediction -> id == null || prediction.id().equals(id))
                .filter(prediction -> isWithin(Instant.ofEpochMilli(prediction.eventTime())))
                .sorted(Comparator.comparing(Prediction::id))
                .limit(sample)
                .toList();
    }

    private boolean isWithin(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }

    String text() {
        String within = from.equals(Instant.MIN) && to.equals(Instant.MAX) ? "" : " of that time";
        return (id == null ? "" : "with id " + id) + within;
    }
}
