package io.millrace.explain;

import io.millrace.feature.Feature;
import io.millrace.pipeline.Note;
import io.millrace.testing.Explanation;
import io.millrace.testing.ValueText;
import org.jspecify.annotations.Nullable;

/**
 * A feature of one prediction.
 *
 * @param meaning what it is, in words
 * @param input its position in the vector; {@link #NO_INPUT} where it is only read by others
 * @param value as it was scored; of what is no input, as computed again; NaN for missing
 * @param replayed as computed again; the scored one where it can't be
 * @param contribution to the margin; 0 where it is not known or there is none
 * @param error the standard error of the contribution; 0 where it is exact or not known
 * @param from what it was computed from; null where that can't be read any more
 */
public record ExplainedFeature(
        Feature feature,
        String meaning,
        Note note,
        int input,
        double value,
        double replayed,
        double contribution,
        double error,
        @Nullable Explanation from) {
    /** The position of a feature that is no input of the model. */
    public static final int NO_INPUT = -1;

    public boolean isInput() {
        return input != NO_INPUT;
    }

    /** Whether it came out again to the bit. */
    public boolean isSame() {
        return Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(replayed);
    }

    /** The value as people read it. */
    public String valueText() {
        return ValueText.of(feature.kind(), value);
    }

    /** The value as computed again. */
    public String replayedText() {
        return ValueText.of(feature.kind(), replayed);
    }
}
