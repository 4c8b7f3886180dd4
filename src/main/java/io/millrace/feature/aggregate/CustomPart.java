package io.millrace.feature.aggregate;

import io.millrace.feature.aggregate.Aggregate.Custom;
import io.millrace.feature.spi.Accumulator;
import io.millrace.feature.state.Edge;
import io.millrace.feature.state.Part;
import io.millrace.feature.state.PartState;
import io.millrace.feature.state.Rows;
import io.millrace.feature.state.StateReader;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sums what events contribute to an aggregate of a user's own. Equal for the same aggregate of the same columns. Used by one thread: its states share what a row is turned into.
 */
final class CustomPart implements Part {
    private final int column;
    private final int second;
    private final Custom aggregate;
    private final Accumulator accumulator;
    private final double[] values;
    private final long[] contribution;

    /** @param second index of the column of second values, or -1 */
    CustomPart(int column, int second, Custom aggregate) {
        this.column = column;
        this.second = second;
        this.aggregate = aggregate;
        this.accumulator = aggregate.accumulator();
        this.values = new double[accumulator.inputs()];
        this.contribution = new long[accumulator.sums()];
        if (values.length != (second < 0 ? 1 : 2)) {
            throw new IllegalArgumentException(aggregate.text() + " takes " + values.length + " values, not "
                    + (second < 0 ? "one column" : "two columns"));
        }
    }

    /** How many sums are kept at each edge. */
    int sums() {
        return contribution.length;
    }

    boolean isMissing(Rows rows, int row) {
        return rows.isMissing(row, column) || (second >= 0 && rows.isMissing(row, second));
    }

    /** What a row that is not missing adds to the sums; valid until the next call. */
    long[] contribution(Rows rows, int row) {
        values[0] = rows.number(row, column);
        if (second >= 0) {
            values[1] = rows.number(row, second);
        }
        Arrays.fill(contribution, 0);
        accumulator.contribute(values, rows.time(row), contribution);
        return contribution;
    }

    @Override
    public int column() {
        return column;
    }

    @Override
    public String text(IntFunction<String> columns) {
        return aggregate.text() + " with " + sums() + " sums of " + columns.apply(column)
                + (second < 0 ? "" : " and " + columns.apply(second));
    }

    @Override
    public boolean needsEveryEdge() {
        return true;
    }

    @Override
    public PartState create(List<Edge> edges) {
        return new CustomState(this, edges.size());
    }

    @Override
    public PartState read(List<Edge> edges, StateReader in) {
        CustomState state = new CustomState(this, edges.size());
        state.readSums(in);
        return state;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CustomPart part
                && column == part.column
                && second == part.second
                && aggregate.equals(part.aggregate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(column, second, aggregate);
    }
}
