package io.millrace.feature.aggregate;

import io.millrace.feature.state.Reversible;
import io.millrace.feature.state.Rows;

/** A part to which a row adds what it takes away when it is deleted, so that it is all the same whether the row comes in order or late. */
abstract class Additive extends Reversible {
    /**
     * Adds a row to what lies behind an edge, or takes it away.
     *
     * @param sign 1 or -1
     */
    public abstract void change(int edge, Rows rows, int row, int sign);

    @Override
    public final void pass(int edge, Rows rows, int row) {
        change(edge, rows, row, 1);
    }

    @Override
    public final boolean insert(int edge, Rows rows, int row) {
        change(edge, rows, row, 1);
        return true;
    }

    @Override
    public final boolean remove(int edge, Rows rows, int row) {
        change(edge, rows, row, -1);
        return true;
    }
}
