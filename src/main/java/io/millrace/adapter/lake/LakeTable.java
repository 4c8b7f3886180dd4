package io.millrace.adapter.lake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;

/** A table of the lake that a job writes. */
public final class LakeTable {
    private final String name;
    private final Table table;
    private final TableLoader loader;

    LakeTable(String name, Table table, TableLoader loader) {
        this.name = name;
        this.table = table;
        this.loader = loader;
    }

    /** What a {@link RowMaker} needs to know of the columns. */
    public String columns() {
        return SchemaParser.toJson(table.schema());
    }

    /** Flink's description of the rows. */
    public TypeInformation<RowData> rows() {
        return InternalTypeInfo.of(FlinkSchemaUtil.convert(table.schema()));
    }

    /** Each column with its type, as Iceberg names it. */
    public Map<String, String> columnTypes() {
        Map<String, String> types = new LinkedHashMap<>();
        table.schema()
                .columns()
                .forEach(column -> types.put(column.name(), column.type().toString()));
        return types;
    }

    /** Where the table lies: a directory or URI. */
    public String location() {
        return table.location();
    }

    /** The id of the newest snapshot; empty where nothing was written yet. */
    public Optional<Long> snapshot() {
        return Optional.ofNullable(table.currentSnapshot()).map(Snapshot::snapshotId);
    }

    /** For each partition of which it holds records, the offset after the last one. */
    public Map<Integer, Long> ends() throws IOException {
        return new LakeRecords(table).ends();
    }

    /**
     * Appends rows exactly once: with each checkpoint those that came before it.
     *
     * @param ends what {@link #ends} gave: rows before are not appended again
     */
    public void append(DataStream<RowData> rows, Map<Integer, Long> ends) {
        IcebergSink.forRowData(
                        rows.filter(new NotHeldYet(ends)).name("not held yet").uid("not-held-" + name))
                .table(table)
                .tableLoader(loader)
                .distributionMode(DistributionMode.NONE)
                .uidSuffix(name)
                .append();
    }
}
