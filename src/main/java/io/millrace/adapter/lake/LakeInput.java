package io.millrace.adapter.lake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.source.IcebergSource;
import org.jspecify.annotations.Nullable;

/** A table of the lake that a job reads: Kafka's records as it holds them in its newest snapshot at the time of asking. */
public final class LakeInput {
    private static final int MICROS = 6;

    private final Table table;
    private final TableLoader loader;
    private final @Nullable Long snapshot;

    LakeInput(Table table, TableLoader loader) {
        this.table = table;
        this.loader = loader;
        this.snapshot =
                table.currentSnapshot() == null ? null : table.currentSnapshot().snapshotId();
    }

    /**
     * The records, in any order; {@link #give} says what is in a row.
     *
     * @param since records whose timestamp of Kafka is before it are not needed, though they may be among them; empty: all are
     */
    public SingleOutputStreamOperator<RowData> records(
            StreamExecutionEnvironment environment, String name, Optional<Instant> since) {
        Schema columns = RecordColumns.ofRecord();
        IcebergSource.Builder<RowData> source =
                IcebergSource.forRowData().tableLoader(loader).project(columns);
        if (snapshot != null) {
            source.useSnapshotId(snapshot);
        }
        since.ifPresent(time -> source.filters(List.of(notBefore(time))));
        return environment.fromSource(
                source.build(),
                WatermarkStrategy.noWatermarks(),
                name,
                InternalTypeInfo.of(FlinkSchemaUtil.convert(columns)));
    }

    private static Expression notBefore(Instant time) {
        return Expressions.or(
                Expressions.isNull(RecordColumns.TIMESTAMP),
                Expressions.greaterThanOrEqual(
                        RecordColumns.TIMESTAMP, ChronoUnit.MICROS.between(Instant.EPOCH, time)));
    }

    /** The directory or URI of the table. */
    public String location() {
        return table.location();
    }

    /** The id of the snapshot that is read; empty where nothing was written yet. */
    public Optional<Long> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /**
     * Whether a record of {@link #records} comes before the end of its partition.
     *
     * @param ends the offset behind the last one, of partitions that have any
     */
    public static boolean isBefore(RowData row, Map<Integer, Long> ends) {
        return row.getLong(1) < ends.getOrDefault(row.getInt(0), 0L);
    }

    /** How many records there are. */
    public long size() {
        return Lake.rows(table);
    }

    /** Gives one record of {@link #records}. */
    public static void give(RowData row, LakeRecords.Taker to) {
        to.take(
                row.getInt(0),
                row.getLong(1),
                row.isNullAt(2) ? -1 : row.getTimestamp(2, MICROS).getMillisecond(),
                row.isNullAt(3) ? null : row.getBinary(3),
                row.isNullAt(4) ? null : row.getBinary(4));
    }
}
