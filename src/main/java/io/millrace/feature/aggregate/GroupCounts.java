package io.millrace.feature.aggregate;

import io.millrace.feature.state.Rows;
import java.util.function.IntFunction;

/**
 * Counts the rows of each group that have a value.
 *
 * @param column the column of values
 * @param by the column of groups
 */
record GroupCounts(int column, int by, GroupKeys keys) implements CountingPart {
    @Override
    public long key(Rows rows, int row) {
        return key(rows, row, column, by, keys);
    }

    /** The group of a row; {@link Rows#MISSING} where the row has no value or no group, or the group is not kept. */
    static long key(Rows rows, int row, int column, int by, GroupKeys keys) {
        long group = rows.bits(row, by);
        return !rows.isMissing(row, column) && keys.contains(group) ? group : Rows.MISSING;
    }

    @Override
    public String text(IntFunction<String> columns) {
        return "GROUP_COUNTS of " + columns.apply(column) + " by " + columns.apply(by) + " " + keys.text();
    }
}
