package io.millrace.feature.spi;

import java.util.List;

/**
 * Turns each event into whole numbers whose sums say all that the aggregate needs to know of a window.
 *
 * <p>The sums are kept by Millrace, modulo 2^64: those of a window are the sums of all that lies behind its right edge less those of all that lies behind its left edge. Because whole numbers
 * add and subtract exactly, a window has the same bits whatever the order of arrival, whatever came late, left or was deleted, and its sums are right as long as they themselves are less than 2^63, whatever has passed before.
 * Amounts become whole numbers by scaling, {@code Math.round(amount * 100)}; a variance needs the sum and the sum of squares; a histogram a number for each bin. Least and greatest
 * values are no sums and can't be had in this way.
 *
 * <p>The contract: both methods are pure functions of their arguments. They keep nothing from one call to the next, since one accumulator serves all windows of all entities; they read no
 * clock, draw no random numbers, and use {@link StrictMath} where {@link Math} allows results to differ between machines ({@code sin}, {@code exp}, {@code log}, {@code pow}). They do not throw. Used by one thread.
 */
public interface Accumulator {
    /** How many values it takes of an event, which {@code of} lists: 1 or 2. */
    default int inputs() {
        return 1;
    }

    /** How many sums are kept at each edge of a window: from 1 to 1024. */
    int sums();

    /** How the names of its values end, in order: different from each other, one of them may be empty, the others begin with an underscore. A list of one empty text by default. From 1 to 100. */
    default List<String> suffixes() {
        return List.of("");
    }

    /**
     * What one event adds to the sums.
     *
     * @param values of the event, as many as {@link #inputs}, all finite; an event that lacks one of them contributes nothing. Not to be changed
     * @param time of the event, in epoch milliseconds
     * @param contribution as long as {@link #sums}, all 0: to be filled
     */
    void contribute(double[] values, long time, long[] contribution);

    /**
     * Computes the values of a window with at least one event. The others yield what the feature declares as {@code empty}.
     *
     * @param count how many events contributed, at least 1
     * @param sums of their contributions, as long as {@link #sums()}
     * @param end where the window ends: the time of the event at hand less the lag, in epoch milliseconds
     * @param values as long as {@link #suffixes}, all NaN: to be filled. One that is left, or infinite, yields {@code empty}
     */
    void result(long count, long[] sums, long end, double[] values);
}
