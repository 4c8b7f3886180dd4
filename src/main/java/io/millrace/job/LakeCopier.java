package io.millrace.job;

import io.millrace.adapter.lake.RowMaker;
import io.millrace.adapter.registry.ReadRecord;
import io.millrace.adapter.registry.RecordReader;
import io.millrace.governance.RecordCopier;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/** A row of the lake for each record: its bytes, and its fields as far as they can be read. */
final class LakeCopier implements RecordCopier<RowData> {
    private final RecordReader reader;
    private final RowMaker rows;

    LakeCopier(RecordReader reader, RowMaker rows) {
        this.reader = reader;
        this.rows = rows;
    }

    @Override
    public RowData copy(int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        ReadRecord read = reader.read(value);
        return rows.row(partition, offset, timestamp, key, value, read.schemaId(), read.record(), read.problem());
    }
}
