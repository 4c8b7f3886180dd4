package io.millrace.feature;

import io.millrace.event.Event;
import org.jspecify.annotations.Nullable;

/** A compiled expression whose value is a text; otherwise as {@link Expression}. */
@FunctionalInterface
public interface TextExpression {
    /**
     * The text; null where it is missing.
     *
     * @param event the event at hand
     * @param features the row of all features by slot; only slots that the expression names are read
     */
    @Nullable
    String eval(Event event, double[] features);
}
