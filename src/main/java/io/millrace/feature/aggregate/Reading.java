package io.millrace.feature.aggregate;

import io.millrace.feature.state.PartState;

/** Reads the values of one feature over one window from the parts of its log, once every row has come to lie behind the edges where it belongs. */
@FunctionalInterface
public interface Reading {
    /**
     * @param parts the parts of the log, by index
     * @param time the time of the event at hand, in epoch milliseconds
     * @param row where the feature's values go, at the slots that the reading was made for
     */
    void read(PartState[] parts, long time, double[] row);
}
