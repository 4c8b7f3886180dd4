package io.millrace.adapter.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;

/**
 * Lets go on what the table did not hold when the job was submitted. What a job reads again, because it began anew, is not appended again.
 *
 * <p>A table holds each partition up to some offset, without gaps: rows are appended in order, and those of a checkpoint together. Of those that go on it counts the ones whose fields have no column that holds them.
 */
final class NotHeldYet extends RichFilterFunction<RowData> {
    /** The group of the operator in which the metric is, and its name. Both are public contract. */
    static final String GROUP = "millrace";

    static final String LACKING_COLUMNS = "lacking_columns";

    private static final long serialVersionUID = 1;

    private final HashMap<Integer, Long> ends;
    private transient Counter lacking;

    /** @param ends for each partition the offset after the last that is held */
    NotHeldYet(Map<Integer, Long> ends) {
        this.ends = new HashMap<>(ends);
    }

    @Override
    public void open(OpenContext context) {
        lacking = getRuntimeContext().getMetricGroup().addGroup(GROUP).counter(LACKING_COLUMNS);
    }

    @Override
    public boolean filter(RowData row) {
        Long end = ends.get(row.getInt(RecordColumns.PARTITION_AT));
        if (end != null && row.getLong(RecordColumns.OFFSET_AT) < end) {
            return false;
        }
        if (lacksColumns(row)) {
            lacking.inc();
        }
        return true;
    }

    private static boolean lacksColumns(RowData row) {
        return !row.isNullAt(RecordColumns.UNREADABLE_AT)
                && FieldGaps.isOne(row.getString(RecordColumns.UNREADABLE_AT).toString());
    }
}
