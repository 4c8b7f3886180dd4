package io.millrace.feature.state;

/**
 * A part that can be taken back to an earlier place, so that what a late event is computed from need not be made of all rows.
 *
 * <p>It is told, edge by edge from right to left, of the rows that don't lie behind the edge as of the earlier place, the latest first; and after those of edge 0, of the rows that do lie behind it, from
 * the latest back, as long as it wants. Then it is read and told of nothing more.
 */
public abstract class Reversible extends PartState {
    /**
     * A row does not lie behind an edge any more, behind which no later row lies. It may lie before edge 0 as well.
     *
     * @return false where this part can't be taken back further: it is then made anew from the log's rows
     */
    public boolean takeBack(int edge, Rows rows, int row) {
        return remove(edge, rows, row);
    }

    /**
     * A row lies behind edge 0 as before. The part is not asked again once it has all that it wants. Where the rows run out before, it has all of a window, but a lifetime part is made anew.
     *
     * @param lay whether it lay behind the last edge before, so that {@link #takeBack} follows if it does not any more; never for a lifetime part
     * @return whether it wants the row before
     */
    public boolean stays(Rows rows, int row, boolean lay) {
        return false;
    }
}
