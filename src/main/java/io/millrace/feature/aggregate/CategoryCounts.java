package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import java.util.function.IntFunction;

/** Counts the rows of each category, where a category is the 64 bits of a column. */
record CategoryCounts(int column) implements CountingPart {
    @Override
    public long key(Rows rows, int row) {
        return rows.bits(row, column);
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "CATEGORY_COUNTS of " + columns.apply(column);
    }
}
