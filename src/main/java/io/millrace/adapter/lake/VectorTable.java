package io.millrace.adapter.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * A table of vectors that a job fills once: the place of each scored event in Kafka, its id and time, the fingerprint of what the vector means, and a double for each feature by its name, NaN for
 * missing. The names of its columns are public contract.
 */
public final class VectorTable {
    static final int FIRST_FEATURE = 6;

    private final String name;
    private final Table table;
    private final TableLoader loader;

    VectorTable(String name, Table table, TableLoader loader) {
        this.name = name;
        this.table = table;
        this.loader = loader;
    }

    /** The directory or URI of the table. */
    public String location() {
        return table.location();
    }

    static Schema columns(List<String> features) {
        List<NestedField> columns = new ArrayList<>(List.of(
                NestedField.required(1, RecordColumns.TOPIC, Types.StringType.get(), "Topic of the event."),
                NestedField.required(2, RecordColumns.PARTITION, Types.IntegerType.get(), "Partition of the topic."),
                NestedField.required(3, RecordColumns.OFFSET, Types.LongType.get(), "Offset in the partition."),
                NestedField.required(4, "id", Types.StringType.get(), "The event's business id."),
                NestedField.required(5, "time", Types.TimestampType.withZone(), "Event time."),
                NestedField.required(
                        6, "fingerprint", Types.StringType.get(), "What the vector means: that of predictions.")));
        for (String feature : features) {
            columns.add(NestedField.required(columns.size() + 1, feature, Types.DoubleType.get()));
        }
        return new Schema(columns);
    }

    /**
     * A row of the table.
     *
     * @param time of the event, in epoch milliseconds
     * @param vector the features in their order; copied
     */
    public static RowData row(
            StringData topic,
            int partition,
            long offset,
            String id,
            long time,
            StringData fingerprint,
            double[] vector) {
        GenericRowData row = new GenericRowData(FIRST_FEATURE + vector.length);
        row.setField(0, topic);
        row.setField(1, partition);
        row.setField(2, offset);
        row.setField(3, StringData.fromString(id));
        row.setField(4, TimestampData.fromEpochMillis(time));
        row.setField(5, fingerprint);
        for (int i = 0; i < vector.length; i++) {
            row.setField(FIRST_FEATURE + i, vector[i]);
        }
        return row;
    }

    /** Flink's description of the rows. */
    public TypeInformation<RowData> rows() {
        return InternalTypeInfo.of(FlinkSchemaUtil.convert(table.schema()));
    }

    /** Writes all rows of a bounded stream; they become visible together when it has ended. */
    public void fill(DataStream<RowData> rows) {
        IcebergSink.forRowData(rows)
                .table(table)
                .tableLoader(loader)
                .distributionMode(DistributionMode.NONE)
                .uidSuffix(name)
                .append();
    }
}
