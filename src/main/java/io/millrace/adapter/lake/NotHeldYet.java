package io.millrace.adapter.lake;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.table.data.RowData;

/**
 * Lets go on what the table did not hold when the job was submitted. What a job reads again, because it began anew, is not appended again.
 *
 * <p>A table holds each partition up to some offset, without gaps: rows are appended in order, and those of a checkpoint together.
 */
final class NotHeldYet implements FilterFunction<RowData> {
    private static final long serialVersionUID = 1;

    private final HashMap<Integer, Long> ends;

    /** @param ends for each partition the offset after the last that is held */
    NotHeldYet(Map<Integer, Long> ends) {
        this.ends = new HashMap<>(ends);
    }

    @Override
    public boolean filter(RowData row) {
        Long end = ends.get(row.getInt(RecordColumns.PARTITION_AT));
        return end == null || row.getLong(RecordColumns.OFFSET_AT) >= end;
    }
}
