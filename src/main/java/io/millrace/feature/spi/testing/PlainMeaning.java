package io.millrace.feature.spi.testing;

import java.util.List;

/** What an aggregate means, said as plainly as possible. */
@FunctionalInterface
public interface PlainMeaning {
    /**
     * The values of one window; NaN for none.
     *
     * @param window at least one event, in the order of time
     * @param end where the window ends, in epoch milliseconds
     */
    double[] of(List<Observation> window, long end);
}
