package io.millrace.feature.state;

/**
 * A part that holds the first rows of one window, and asks for more of them where it runs short: the log offers it the rows between the window's edges once more, from the left.
 */
public interface Lookahead {
    /** Whether all that it holds follows from the rows that it is offered, so that one that is made anew need not be told of them as they pass. */
    default boolean isOfOffersAlone() {
        return true;
    }

    /** Whether it is to be restarted: rows that it must know of are not held any more. */
    boolean needsRows();

    /** Forgets everything, to be offered the rows between the left edge and the right one, in order. */
    void restart();

    /**
     * Takes a row.
     *
     * @return whether it wants the next one
     */
    boolean offer(Rows rows, int row);
}
