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
    private final IdentityHashMap<Schema, Writer> byWriter = new IdentityHashMap<>();

    /** What fills the columns, and which fields they don't hold. */
    private record Writer(AvroFields fields, @Nullable String gaps) {}

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
        row.setField(RecordColumns.TIMESTAMP_AT, timestamp < 0 ? null : TimestampData.fromEpochMillis(timestamp));
        row.setField(RecordColumns.KEY_AT, key);
        row.setField(RecordColumns.VALUE_AT, value);
        row.setField(RecordColumns.SCHEMA_ID_AT, schemaId);
        row.setField(RecordColumns.UNREADABLE_AT, text(problem));
        if (record != null) {
            Writer writer = writer(record.getSchema());
            writer.fields().write(record, row, RecordColumns.COUNT);
            row.setField(RecordColumns.UNREADABLE_AT, text(writer.gaps()));
        }
        return row;
    }

    private static @Nullable StringData text(@Nullable String text) {
        return text == null ? null : StringData.fromString(text);
    }

    private Writer writer(Schema schema) {
        return byWriter.computeIfAbsent(
                schema, writer -> new Writer(AvroFields.of(writer, columns), FieldGaps.of(writer, columns)));
    }

    /** Which fields of a writer have no column that holds them, as rows say it; null where all have that can. */
    @Nullable
    String gaps(Schema writer) {
        return writer(writer).gaps();
    }
}
