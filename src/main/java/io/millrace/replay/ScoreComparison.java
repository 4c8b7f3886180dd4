package io.millrace.replay;

import io.millrace.model.Prediction;
import io.millrace.replay.Replayed.Difference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Computes the scores of predictions again. */
@FunctionalInterface
public interface ScoreComparison {
    /** For what needs the features alone. */
    ScoreComparison NONE = prediction -> null;

    /** How the score of a prediction differs; null where its bits are the same. */
    @Nullable
    Difference compare(Prediction prediction) throws IOException;
}
