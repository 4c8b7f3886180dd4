package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateWriter;

/** The sums of a {@link SumPart}. */
final class SumState extends Additive {
    private final int column;
    private final int power;
    private final ExactSums sums;

    SumState(SumPart part, ExactSums sums) {
        this.column = part.column();
        this.power = part.power();
        this.sums = sums;
    }

    ExactSums sums() {
        return sums;
    }

    @Override
    public void change(int edge, Rows rows, int row, int sign) {
        if (!rows.isMissing(row, column)) {
            ExactPowers.add(sums, edge, rows.number(row, column), power, sign);
        }
    }

    @Override
    public void write(StateWriter out) {
        sums.write(out);
    }
}
