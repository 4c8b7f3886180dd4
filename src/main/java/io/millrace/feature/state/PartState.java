package io.millrace.feature.state;

/**
 * One structure that is kept of an entity, fed with the rows of one log as they come to lie behind edges: a count, a sum, the candidates for a maximum.
 *
 * <p>The edges of a part are numbered from right to left: edge 0 is where its windows end, the others are where they begin, by ascending length. A row lies behind
 * edge 0 before it lies behind edge 1, and so on; nothing is promised about the order in which different rows come to different edges.
 *
 * <p>What a part gives is a function of which rows lie behind which of its edges, never of the order of calls: after any calls, a reading has the same bits as
 * from a new part to which the same rows passed in order.
 *
 * <p>A column that is missing in a row ({@link Rows#isMissing}) must change nothing. Used by one thread.
 */
public abstract class PartState {
    /** A row has come to lie behind an edge; no row behind that edge comes after it in the order of (time, partition, offset). */
    public abstract void pass(int edge, Rows rows, int row);

    /**
     * A row was put in late, behind an edge behind which later rows may lie already.
     *
     * @return false where this part can't take it in: it is then made anew from the log's rows
     */
    public abstract boolean insert(int edge, Rows rows, int row);

    /**
     * A row that lies behind an edge was deleted.
     *
     * @return false where this part can't take it out: it is then made anew from the log's rows
     */
    public abstract boolean remove(int edge, Rows rows, int row);

    /** Writes the state; {@link Part#read} reads it. */
    public abstract void write(StateWriter out);
}
