package io.millrace.adapter.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.table.data.RowData;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.OverwriteFiles;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.data.FlinkParquetReaders;
import org.apache.iceberg.flink.sink.RowDataTaskWriterFactory;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.TaskWriter;
import org.apache.iceberg.parquet.Parquet;

/**
 * Rows whose fields had no column when they were written, completed from the record's bytes. The rows themselves say that they lack fields, and each file whether it has such rows, so that no
 * others are read. Columns are added and widened for the schemas of their writers. Writers may go on meanwhile.
 */
final class Completion {
    private static final int MICROS = 6;

    private final Table table;
    private final String topic;
    private final ValueReader values;
    private final Map<Integer, Schema> writers = new HashMap<>();

    Completion(Table table, String topic, ValueReader values) {
        this.table = table;
        this.topic = topic;
        this.values = values;
    }

    /**
     * What came of it.
     *
     * @param rows how many rows have more fields now
     * @param lacking how many rows still lack some, by what they say of it
     */
    record Completed(long rows, Map<String, Long> lacking) {}

    /** What rows of one writer say that they lack. */
    private record Gap(int schemaId, String text) {}

    /**
     * Completes what can be.
     *
     * @throws TableChangedException where somebody else has rewritten the files meanwhile
     */
    Completed run() throws IOException {
        Snapshot before = table.currentSnapshot();
        if (before == null) {
            return new Completed(0, Map.of());
        }
        Map<DataFile, Map<Gap, Long>> files = gaps();
        EvolvingColumns columns = new EvolvingColumns(table, topic);
        writers.values().forEach(columns::holdWhatFits);
        RowMaker maker = new RowMaker(topic, SchemaParser.toJson(table.schema()));
        Tally tally = new Tally(maker);
        files.values().forEach(gaps -> gaps.forEach(tally::add));
        files.values().removeIf(gaps -> gaps.keySet().stream().noneMatch(tally::changes));
        if (!files.isEmpty()) {
            OverwriteFiles overwrite = table.newOverwrite()
                    .validateFromSnapshot(before.snapshotId())
                    .validateNoConflictingDeletes();
            List<DataFile> made = new ArrayList<>();
            for (DataFile file : files.keySet()) {
                overwrite.deleteFile(file);
                made.addAll(completed(file, maker));
            }
            made.forEach(overwrite::addFile);
            Replacing.commit(table, overwrite, made);
        }
        return new Completed(tally.completed, tally.lacking);
    }

    /** Counts rows by what columns can hold now. */
    private final class Tally {
        private final RowMaker maker;
        private final Map<String, Long> lacking = new TreeMap<>();
        private long completed;

        Tally(RowMaker maker) {
            this.maker = maker;
        }

        void add(Gap gap, long rows) {
            String now = now(gap);
            if (!now.equals(gap.text())) {
                completed += rows;
            }
            if (!now.isEmpty()) {
                lacking.merge(now, rows, Long::sum);
            }
        }

        boolean changes(Gap gap) {
            return !now(gap).equals(gap.text());
        }

        /** Of a writer that can't be read any more all stays as it is. */
        private String now(Gap gap) {
            Schema writer = writers.get(gap.schemaId());
            if (writer == null) {
                return gap.text();
            }
            String now = maker.gaps(writer);
            return now == null ? "" : now;
        }
    }

    /** The files whose rows lack fields, each with how many lack what. */
    private Map<DataFile, Map<Gap, Long>> gaps() throws IOException {
        Map<DataFile, Map<Gap, Long>> files = new LinkedHashMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan()
                .filter(Expressions.notNull(RecordColumns.UNREADABLE))
                .planFiles()) {
            for (FileScanTask task : tasks) {
                Map<Gap, Long> gaps = gaps(task.file());
                if (!gaps.isEmpty() && task.deletes().isEmpty()) {
                    files.put(task.file().copy(), gaps);
                }
            }
        }
        return files;
    }

    private Map<Gap, Long> gaps(DataFile file) throws IOException {
        Map<Gap, Long> gaps = new HashMap<>();
        Set<Integer> unknown = new HashSet<>();
        org.apache.iceberg.Schema columns = table.schema().select(RecordColumns.SCHEMA_ID, RecordColumns.UNREADABLE);
        try (CloseableIterable<RowData> rows = read(file, columns)) {
            for (RowData row : rows) {
                if (!row.isNullAt(1) && FieldGaps.isOne(row.getString(1).toString())) {
                    int schemaId = row.getInt(0);
                    gaps.merge(new Gap(schemaId, row.getString(1).toString()), 1L, Long::sum);
                    if (!writers.containsKey(schemaId)) {
                        unknown.add(schemaId);
                    }
                }
            }
        }
        learn(file, unknown);
        return gaps;
    }

    /** Finds out schemas from one value of each: all values of a file are read only where it is written anew. */
    private void learn(DataFile file, Set<Integer> unknown) throws IOException {
        if (unknown.isEmpty()) {
            return;
        }
        org.apache.iceberg.Schema columns = table.schema().select(RecordColumns.VALUE, RecordColumns.SCHEMA_ID);
        try (CloseableIterable<RowData> rows = read(file, columns)) {
            for (RowData row : rows) {
                if (!row.isNullAt(1) && unknown.remove(row.getInt(1))) {
                    GenericRecord record = values.read(row.getBinary(0));
                    if (record != null) {
                        writers.put(row.getInt(1), record.getSchema());
                    }
                    if (unknown.isEmpty()) {
                        return;
                    }
                }
            }
        }
    }

    private CloseableIterable<RowData> read(DataFile file, org.apache.iceberg.Schema columns) {
        return Parquet.read(table.io().newInputFile(file))
                .project(columns)
                .createReaderFunc(written -> FlinkParquetReaders.buildReader(columns, written))
                .build();
    }

    private List<DataFile> completed(DataFile file, RowMaker maker) throws IOException {
        RowDataTaskWriterFactory factory = new RowDataTaskWriterFactory(
                table,
                FlinkSchemaUtil.convert(table.schema()),
                Long.MAX_VALUE,
                FileFormat.PARQUET,
                table.properties(),
                null,
                false);
        factory.initialize(0, 0);
        try (TaskWriter<RowData> writer = factory.create();
                CloseableIterable<RowData> rows = read(file, table.schema())) {
            for (RowData row : rows) {
                writer.write(completed(row, maker));
            }
            return List.of(writer.complete().dataFiles());
        }
    }

    private RowData completed(RowData row, RowMaker maker) {
        if (row.isNullAt(RecordColumns.UNREADABLE_AT)
                || !FieldGaps.isOne(row.getString(RecordColumns.UNREADABLE_AT).toString())) {
            return row;
        }
        byte[] value = row.getBinary(RecordColumns.VALUE_AT);
        GenericRecord record = values.read(value);
        return record == null
                ? row
                : maker.row(
                        row.getInt(RecordColumns.PARTITION_AT),
                        row.getLong(RecordColumns.OFFSET_AT),
                        row.isNullAt(RecordColumns.TIMESTAMP_AT)
                                ? -1
                                : row.getTimestamp(RecordColumns.TIMESTAMP_AT, MICROS)
                                        .getMillisecond(),
                        row.isNullAt(RecordColumns.KEY_AT) ? null : row.getBinary(RecordColumns.KEY_AT),
                        value,
                        row.getInt(RecordColumns.SCHEMA_ID_AT),
                        record,
                        null);
    }
}
