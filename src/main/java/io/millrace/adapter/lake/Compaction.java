package io.millrace.adapter.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.StructLikeWrapper;

/** Small files of a partition made into bigger ones, in the order in which they were written. Writers may go on meanwhile. */
final class Compaction {
    private final Table table;
    private final long target;

    /** @param target how many bytes a file may have; those of less than half are small */
    Compaction(Table table, long target) {
        this.table = table;
        this.target = target;
    }

    /**
     * Rewrites what can be, and gives how many files became how many.
     *
     * @throws TableChangedException where somebody else has rewritten them meanwhile
     */
    Rewritten run() throws IOException {
        Snapshot before = table.currentSnapshot();
        if (before == null) {
            return new Rewritten(0, 0);
        }
        Set<DataFile> old = new HashSet<>();
        Set<DataFile> made = new HashSet<>();
        for (List<DataFile> group : groups()) {
            made.add(merged(group));
            old.addAll(group);
        }
        if (!old.isEmpty()) {
            RewriteFiles rewrite = table.newRewrite().validateFromSnapshot(before.snapshotId());
            old.forEach(rewrite::deleteFile);
            made.forEach(rewrite::addFile);
            Replacing.commit(table, rewrite, made);
        }
        return new Rewritten(old.size(), made.size());
    }

    /** How many small files became how many. */
    record Rewritten(int files, int into) {}

    private List<List<DataFile>> groups() throws IOException {
        Map<StructLikeWrapper, List<DataFile>> byPartition = new LinkedHashMap<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                boolean small = file.fileSizeInBytes() < target / 2;
                if (small
                        && task.deletes().isEmpty()
                        && file.specId() == table.spec().specId()) {
                    StructLikeWrapper partition = StructLikeWrapper.forType(
                                    table.spec().partitionType())
                            .set(file.partition());
                    byPartition
                            .computeIfAbsent(partition, key -> new ArrayList<>())
                            .add(file.copy());
                }
            }
        }
        List<List<DataFile>> groups = new ArrayList<>();
        byPartition.values().forEach(files -> groups.addAll(packed(files)));
        return groups;
    }

    private List<List<DataFile>> packed(List<DataFile> files) {
        files.sort(Comparator.comparingLong(DataFile::dataSequenceNumber));
        List<List<DataFile>> groups = new ArrayList<>();
        List<DataFile> group = new ArrayList<>();
        long size = 0;
        for (DataFile file : files) {
            if (size + file.fileSizeInBytes() > target) {
                groups.add(group);
                group = new ArrayList<>();
                size = 0;
            }
            group.add(file);
            size += file.fileSizeInBytes();
        }
        groups.add(group);
        return groups.stream().filter(one -> one.size() > 1).toList();
    }

    private DataFile merged(List<DataFile> files) throws IOException {
        StructLike partition = files.get(0).partition();
        DataWriter<Record> writer = Parquet.writeData(
                        OutputFileFactory.builderFor(table, 0, 0).build().newOutputFile(table.spec(), partition))
                .forTable(table)
                .withPartition(partition)
                .createWriterFunc(GenericParquetWriter::create)
                .build();
        try (writer) {
            for (DataFile file : files) {
                copy(file, writer);
            }
        }
        return writer.toDataFile();
    }

    private void copy(DataFile file, DataWriter<Record> to) throws IOException {
        try (CloseableIterable<Record> rows = Parquet.read(table.io().newInputFile(file))
                .project(table.schema())
                .createReaderFunc(schema -> GenericParquetReaders.buildReader(table.schema(), schema))
                .build()) {
            rows.forEach(to::write);
        }
    }
}
