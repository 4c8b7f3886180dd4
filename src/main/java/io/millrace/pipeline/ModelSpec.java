package io.millrace.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checked model section.
 *
 * @param threshold the score from which the decision is positive
 * @param explore the share of positive decisions that are let pass, to learn what becomes of them; 0 to below 1
 * @param fallback the score where no model can score an event; NaN where none is declared
 * @param splitBy fields of the scored event: those that agree in them are served by the same version in a split
 * @param segments the segments of scored events; null where there are none
 */
public record ModelSpec(
        String name,
        double threshold,
        double explore,
        double fallback,
        List<String> splitBy,
        @Nullable Segments segments) {
    public ModelSpec {
        splitBy = List.copyOf(splitBy);
    }

    ModelSpec with(@Nullable Segments other) {
        return new ModelSpec(name, threshold, explore, fallback, splitBy, other);
    }
}
