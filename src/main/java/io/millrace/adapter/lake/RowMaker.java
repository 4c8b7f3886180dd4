package io.millrace.adapter.lake;

import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** Makes a table's rows of records. For one thread. */
public final class RowMaker {
    private final StringData topic;
    private final List<NestedField> columns;
    private final int width;
    private final IdentityHashMap<Schema, AvroFields> byWriter = new IdentityHashMap<>();

    /** @param columns what {@link LakeTable#columns} gives */
    public RowMaker(String topic, String columns) {
        List<NestedField> all = SchemaParser.fromJson(columns).columns();
        this.topic = StringData.fromString(topic);
        this.width = all.size();
        this.columns = all.subList(RecordColumns.COUNT, width);
    }

    /**
     * One row.
     *
     * @param timestamp of Kafka, in epoch milliseconds, or -1
     * @param record the value as the writer's schema has it; null where there is none
     * @param problem why there is none
     */
    public RowData row(
            int partition,
            long offset,
            long timestamp,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable Integer schemaId,
            @Nullable GenericRecord record,
            @Nullable String problem) {
        GenericRowData row = new GenericRowData(width);
        row.setField(0, topic);
        row.setField(RecordColumns.PARTITION_AT, partition);
        row.setField(RecordColumns.OFFSET_AT, offset);
        row.setField(3, timestamp < 0 ? null : TimestampData.fromEpochMillis(timestamp));
        row.setField(4, key);
        row.setField(5, value);
        row.setField(6, schemaId);
        row.setField(RecordColumns.UNREADABLE_AT, problem == null ? null : StringData.fromString(problem));
        if (record != null) {
            AvroFields fields = byWriter.computeIfAbsent(record.getSchema(), writer -> AvroFields.of(writer, columns));
            fields.write(record, row, RecordColumns.COUNT);
            if (fields.misfit() != null) {
                row.setField(RecordColumns.UNREADABLE_AT, StringData.fromString(fields.misfit()));
            }
        }
        return row;
    }
}
