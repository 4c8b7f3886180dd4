package io.millrace.pipeline;

import io.millrace.content.Recipe;
import java.util.Optional;

/** How many numbers a vector has that is a feature as it stands. */
final class VectorDimensions {
    private static final String KEY = "dimensions";

    private VectorDimensions() {}

    /** The number; empty where it is a problem. */
    static Optional<Integer> read(
            DeclaredFeature.Derived feature, DeclaredSource source, String field, WindowedSets windowed) {
        DeclaredVector computed = source.vectors().get(field);
        boolean declared = feature.map().value(KEY).isPresent();
        if (computed == null && !declared) {
            feature.expression()
                    .problem("is a vector; write how many numbers it has, for example dimensions: 384, or name one of"
                            + " them: " + field + "[0]");
            return Optional.empty();
        }
        int known = computed == null ? 0 : computed.recipe().dimensions();
        Optional<Integer> count = NumberValues.count(feature.map(), KEY, known, Recipe.MOST);
        if (computed != null && count.isPresent() && count.get() != known) {
            feature.map()
                    .value(KEY)
                    .orElseThrow()
                    .problem("is " + count.get() + ", but \"" + field + "\" has " + known
                            + " numbers; leave dimensions out");
            return Optional.empty();
        }
        int others = count.map(own -> windowed.dimensions(source, field, own)).orElse(0);
        if (count.isPresent() && count.get() != others) {
            feature.map()
                    .value(KEY)
                    .orElseThrow()
                    .problem("is " + count.get() + ", but another feature says that \"" + field + "\" has " + others
                            + " numbers; an event with another number is not accepted, so write the same");
            return Optional.empty();
        }
        return count;
    }

    /** Reports dimensions of what is no vector. */
    static void refuse(DeclaredFeature.Derived feature) {
        feature.map().value(KEY).ifPresent(value -> value.problem("belongs to a vector, an array of float or double"));
    }
}
