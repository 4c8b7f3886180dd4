package io.millrace.feature;

import io.millrace.event.Event;

/**
 * A compiled expression over one event and the features computed so far. Total and pure: no clock, no random, no input or output.
 *
 * <p>The value is a double for every kind of feature: an integer as its nearest double, a boolean as 0 or 1, a missing value as NaN.
 */
@FunctionalInterface
public interface Expression {
    /**
     * @param event the event at hand
     * @param features the row of all features by slot; only slots that the expression names are read
     */
    double eval(Event event, double[] features);
}
