package io.millrace.feature.aggregate;

import io.millrace.event.NumberVector;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateWriter;

/** The sums of a {@link VectorPart}. */
final class VectorState extends Additive {
    private final int column;
    private final int size;
    private final boolean floats;
    private final ExactSums sums;

    VectorState(VectorPart part, ExactSums sums) {
        this.column = part.column();
        this.size = part.shape().size();
        this.floats = part.shape().floats();
        this.sums = sums;
    }

    /** The sum of a component in a window; in a lifetime window where {@code left} is 0. */
    double sum(int left, int component) {
        return sums.componentBetween(left, component);
    }

    @Override
    public void change(int edge, Rows rows, int row, int sign) {
        if (rows.isMissing(row, column)) {
            return;
        }
        for (int i = 0; i < size; i++) {
            double number =
                    floats ? NumberVector.single(rows.bits(row, column + (i >> 1)), i) : rows.number(row, column + i);
            sums.addComponent(edge, i, sign * number);
        }
    }

    @Override
    public void write(StateWriter out) {
        sums.write(out);
    }
}
