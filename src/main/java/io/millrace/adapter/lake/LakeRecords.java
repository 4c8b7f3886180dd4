package io.millrace.adapter.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** Kafka's records as a table holds them, as of one of its snapshots. */
public final class LakeRecords {
    private final Table table;
    private final @Nullable Snapshot snapshot;

    /** As of the newest snapshot. */
    LakeRecords(Table table) {
        this(table, table.currentSnapshot());
    }

    /** @param snapshot null where nothing was written yet */
    LakeRecords(Table table, @Nullable Snapshot snapshot) {
        this.table = table;
        this.snapshot = snapshot;
    }

    /** The id of the snapshot; empty where nothing was written yet. */
    public Optional<Long> snapshot() {
        return Optional.ofNullable(snapshot).map(Snapshot::snapshotId);
    }

    /** The directory or URI of the table. */
    public String location() {
        return table.location();
    }

    private CloseableIterable<Record> rows(String... columns) {
        return snapshot == null
                ? CloseableIterable.empty()
                : IcebergGenerics.read(table)
                        .useSnapshot(snapshot.snapshotId())
                        .select(columns)
                        .build();
    }

    /** Takes records, in any order. */
    @FunctionalInterface
    public interface Taker {
        /** @param timestamp of Kafka, in epoch milliseconds, or -1 */
        void take(int partition, long offset, long timestamp, byte @Nullable [] key, byte @Nullable [] value);
    }

    /** Takes the places of records, in any order. */
    @FunctionalInterface
    public interface PlaceTaker {
        void take(int partition, long offset);
    }

    /** Reads all records as they were in Kafka. */
    public void read(Taker to) throws IOException {
        try (CloseableIterable<Record> rows = rows(
                RecordColumns.PARTITION,
                RecordColumns.OFFSET,
                RecordColumns.TIMESTAMP,
                RecordColumns.KEY,
                RecordColumns.VALUE)) {
            for (Record row : rows) {
                OffsetDateTime timestamp = (OffsetDateTime) row.getField(RecordColumns.TIMESTAMP);
                to.take(
                        (int) row.getField(RecordColumns.PARTITION),
                        (long) row.getField(RecordColumns.OFFSET),
                        timestamp == null ? -1 : timestamp.toInstant().toEpochMilli(),
                        bytes(row, RecordColumns.KEY),
                        bytes(row, RecordColumns.VALUE));
            }
        }
    }

    private static byte @Nullable [] bytes(Record row, String column) {
        ByteBuffer buffer = (ByteBuffer) row.getField(column);
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** For each partition of which it holds records, the offset after the last one. */
    public Map<Integer, Long> ends() throws IOException {
        Map<Integer, Long> ends = new TreeMap<>();
        places((partition, offset) -> ends.merge(partition, offset + 1, Math::max));
        return ends;
    }

    /** Reads the places of all records, and nothing else of them. */
    public void places(PlaceTaker to) throws IOException {
        try (CloseableIterable<Record> rows = rows(RecordColumns.PARTITION, RecordColumns.OFFSET)) {
            for (Record row : rows) {
                to.take((int) row.getField(RecordColumns.PARTITION), (long) row.getField(RecordColumns.OFFSET));
            }
        }
    }
}
