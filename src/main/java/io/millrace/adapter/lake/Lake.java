package io.millrace.adapter.lake;

import io.millrace.config.DefinitionException;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.flink.TableLoader;
import org.jspecify.annotations.Nullable;

/** The tables of one pipeline. */
public final class Lake implements Closeable {
    /** Metadata files are kept as long as anyone may want to look back. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "format-version",
            "2",
            "write.parquet.compression-codec",
            "zstd",
            "write.metadata.delete-after-commit.enabled",
            "true",
            "write.metadata.previous-versions-max",
            "100");

    /** Nobody looks for records by their key or value, so that no bounds of these are kept. */
    private static final Map<String, String> OF_RECORDS = Map.of(
            "write.metadata.metrics.column." + RecordColumns.KEY,
            "none",
            "write.metadata.metrics.column." + RecordColumns.VALUE,
            "none");

    private final LakeCatalog loader;
    private final Catalog catalog;
    private final Namespace namespace;

    private Lake(LakeCatalog loader, Namespace namespace) {
        this.loader = loader;
        this.catalog = loader.open();
        this.namespace = namespace;
    }

    /**
     * Opens the lake of a pipeline.
     *
     * @throws DefinitionException where the settings don't say where it is, or its catalogue can't be opened
     */
    public static Lake open(String pipeline, Settings settings) {
        String named = settings.text(Setting.LAKE_NAMESPACE);
        String namespace = named.isEmpty() ? pipeline.replace('-', '_') : named;
        return new Lake(LakeCatalog.of(settings), Namespace.of(namespace.split("\\.", -1)));
    }

    /**
     * A table to write, made or given more columns where it lacks some.
     *
     * @param schemas of the topic's values, the declared one first, the newest last; columns hold what is in any of them, of those in between as far as it fits
     * @throws DefinitionException where a field's type in the first or the last does not fit its column
     */
    public LakeTable toWrite(String name, String topic, List<Schema> schemas) {
        makeNamespace();
        TableIdentifier identifier = TableIdentifier.of(namespace, name);
        if (!catalog.tableExists(identifier)) {
            makeTable(identifier, RecordColumns.of(topic, schemas.get(0)));
        }
        Table table = catalog.loadTable(identifier);
        EvolvingColumns columns = new EvolvingColumns(table, topic);
        columns.hold(schemas.get(0));
        schemas.subList(1, Math.max(1, schemas.size() - 1)).forEach(columns::holdWhatFits);
        columns.hold(schemas.get(schemas.size() - 1));
        return new LakeTable(name, table, TableLoader.fromCatalog(loader, identifier));
    }

    private void makeTable(TableIdentifier identifier, org.apache.iceberg.Schema declared) {
        Map<String, String> properties = new HashMap<>(PROPERTIES);
        properties.putAll(OF_RECORDS);
        try {
            catalog.createTable(identifier, declared, RecordColumns.partitions(declared), properties);
        } catch (AlreadyExistsException e) {
            // somebody else was faster
        }
    }

    private void makeNamespace() {
        if (catalog instanceof SupportsNamespaces namespaces && !namespaces.namespaceExists(namespace)) {
            try {
                namespaces.createNamespace(namespace);
            } catch (RuntimeException e) {
                // Somebody else was faster: catalogues say that in several ways.
                if (!namespaces.namespaceExists(namespace)) {
                    throw e;
                }
            }
        }
    }

    /** A table to read; empty where it is not there. */
    public Optional<LakeRecords> toRead(String name) {
        return table(name).map(LakeRecords::new);
    }

    /** A table to read as it was when it was tagged; empty where it is not there, or has no such tag. */
    public Optional<LakeRecords> toRead(String name, String tag) {
        return table(name).flatMap(table -> Optional.ofNullable(tag(table, tag))
                .map(snapshot -> new LakeRecords(table, snapshot)));
    }

    private static @Nullable Snapshot tag(Table table, String tag) {
        SnapshotRef ref = table.refs().get(tag);
        return ref == null || !ref.isTag() ? null : table.snapshot(ref.snapshotId());
    }

    /** The tags of a table with the snapshots that they name; none where it is not there. */
    public Map<String, Long> tags(String name) {
        Map<String, Long> tags = new TreeMap<>();
        table(name).ifPresent(table -> table.refs().forEach((tag, ref) -> {
            if (ref.isTag()) {
                tags.put(tag, ref.snapshotId());
            }
        }));
        return tags;
    }

    /**
     * Tags the newest snapshot of a table, so that it stays until the tag is dropped; gives the snapshot, or empty where the table is not there or was never written.
     *
     * @throws IllegalArgumentException where it has the tag already
     */
    public Optional<Long> tag(String name, String tag) {
        Optional<Table> found = table(name).filter(table -> table.currentSnapshot() != null);
        found.ifPresent(table -> table.manageSnapshots()
                .createTag(tag, table.currentSnapshot().snapshotId())
                .commit());
        return found.map(table -> table.currentSnapshot().snapshotId());
    }

    /** Drops a tag of a table: its snapshot may go. */
    public void dropTag(String name, String tag) {
        table(name).ifPresent(table -> table.manageSnapshots().removeTag(tag).commit());
    }

    /** A table that a job reads; empty where it is not there. */
    public Optional<LakeInput> input(String name) {
        return table(name)
                .map(table ->
                        new LakeInput(table, TableLoader.fromCatalog(loader, TableIdentifier.of(namespace, name))));
    }

    /** Vectors to read; empty where there is no such table. */
    public Optional<LakeVectors> vectors(String name) {
        return table(name).map(LakeVectors::new);
    }

    /**
     * Makes a table for vectors. One that is there and was never filled is made anew: a job that fails leaves it behind.
     *
     * @param features their names, in the order of the vectors
     * @throws DefinitionException where the table is there and has been filled, or another job makes it just now
     */
    public VectorTable newVectors(String name, List<String> features) {
        makeNamespace();
        TableIdentifier identifier = TableIdentifier.of(namespace, name);
        try {
            table(name).ifPresent(table -> dropUnfilled(table, name));
            Table made = catalog.createTable(
                    identifier, VectorTable.columns(features), PartitionSpec.unpartitioned(), PROPERTIES);
            return new VectorTable(name, made, TableLoader.fromCatalog(loader, identifier));
        } catch (AlreadyExistsException | NoSuchTableException e) {
            DefinitionException refused = new DefinitionException(
                    place() + ", table " + name, "another job makes it just now; name a new one by --out");
            refused.initCause(e);
            throw refused;
        }
    }

    private void dropUnfilled(Table table, String name) {
        if (table.currentSnapshot() != null) {
            throw new DefinitionException(
                    place() + ", table " + name, "is there already; name a new one by --out, or drop it");
        }
        catalog.dropTable(TableIdentifier.of(namespace, name));
    }

    /**
     * Puts fields that had no column when they were written into columns, rewrites small files of a table as bigger ones, and removes snapshots that are older than a time, unless they are
     * tagged or needed by the job that writes; empty where there is no such table. May run at any time, beside the job too.
     *
     * @param fileBytes how many bytes a rewritten file may have
     * @throws TableChangedException where another maintenance was faster: the table is as that one has left it, and nothing is lost
     */
    public Optional<Maintained> maintain(String name, String topic, ValueReader values, long fileBytes, Instant before)
            throws IOException {
        Optional<Table> found = table(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Table table = found.get();
        Completion.Completed completed = new Completion(table, topic, values).run();
        table.refresh();
        Compaction.Rewritten rewritten = new Compaction(table, fileBytes).run();
        table.refresh();
        int removed = new OldSnapshots(table).remove(before);
        table.refresh();
        int kept = (int)
                StreamSupport.stream(table.snapshots().spliterator(), false).count();
        return Optional.of(new Maintained(
                rewritten.files(),
                rewritten.into(),
                removed,
                kept,
                rows(table),
                total(table, SnapshotSummary.TOTAL_FILE_SIZE_PROP),
                completed.rows(),
                completed.lacking()));
    }

    /** How many rows a table has; none where it is not there. */
    public long rows(String name) {
        return table(name).map(Lake::rows).orElse(0L);
    }

    /** How many bytes the files of a table have, its metadata not counted; none where it is not there. */
    public long bytes(String name) {
        return table(name)
                .map(table -> total(table, SnapshotSummary.TOTAL_FILE_SIZE_PROP))
                .orElse(0L);
    }

    /** How many rows a table has. */
    static long rows(Table table) {
        return total(table, SnapshotSummary.TOTAL_RECORDS_PROP);
    }

    private static long total(Table table, String property) {
        Snapshot newest = table.currentSnapshot();
        return newest == null ? 0 : Long.parseLong(newest.summary().getOrDefault(property, "0"));
    }

    Optional<Table> table(String name) {
        TableIdentifier identifier = TableIdentifier.of(namespace, name);
        return catalog.tableExists(identifier) ? Optional.of(catalog.loadTable(identifier)) : Optional.empty();
    }

    /** Where its tables are, for messages. */
    public String place() {
        return "lake " + namespace;
    }

    @Override
    public void close() throws IOException {
        if (catalog instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
