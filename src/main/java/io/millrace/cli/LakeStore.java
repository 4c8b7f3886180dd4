package io.millrace.cli;

import io.millrace.adapter.lake.Lake;
import io.millrace.adapter.lake.LakeRecords;
import io.millrace.config.DefinitionException;
import io.millrace.config.Names;
import io.millrace.config.Settings;
import io.millrace.event.Opener;
import io.millrace.governance.Arrival;
import io.millrace.governance.RecordDecoder;
import io.millrace.lineage.DatasetName;
import io.millrace.lineage.Place;
import io.millrace.pipeline.LakeTopic;
import io.millrace.pipeline.Pipeline;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records in the lake. Each table stays as it was when it was first read. */
final class LakeStore implements Records {
    private final Lake lake;
    private final @Nullable String tag;
    private final Map<String, Optional<LakeRecords>> read = new HashMap<>();

    private LakeStore(Lake lake, @Nullable String tag) {
        this.lake = lake;
        this.tag = tag;
    }

    /** The lake as it is now. */
    static LakeStore open(Pipeline pipeline, Settings settings) {
        return new LakeStore(Lake.open(pipeline.name(), settings), null);
    }

    /**
     * The lake as it was when it was tagged. A table without the tag was not there.
     *
     * @throws DefinitionException where no table has the tag
     */
    static LakeStore open(Pipeline pipeline, Settings settings, String tag) throws IOException {
        Lake lake = Lake.open(pipeline.name(), settings);
        List<String> known = LakeTopic.of(pipeline).stream()
                .flatMap(topic -> lake.tags(topic.table()).keySet().stream())
                .distinct()
                .sorted()
                .toList();
        if (!known.contains(tag)) {
            lake.close();
            throw new DefinitionException(
                    lake.place(),
                    "no table has the tag \"" + tag + "\"" + Names.hint(tag, known)
                            + "; millrace lake tag makes one, and lists them with --list");
        }
        return new LakeStore(lake, tag);
    }

    /** The snapshot of each table that was read so far, and is there. */
    Map<String, Long> snapshots() {
        Map<String, Long> snapshots = new TreeMap<>();
        read.forEach((table, records) ->
                records.flatMap(LakeRecords::snapshot).ifPresent(snapshot -> snapshots.put(table, snapshot)));
        return snapshots;
    }

    private Optional<LakeRecords> records(String table) {
        return read.computeIfAbsent(table, name -> tag == null ? lake.toRead(name) : lake.toRead(name, tag));
    }

    @Override
    public <T> void visit(LakeTopic topic, Opener<RecordDecoder<T>> decoder, Consumer<Arrival<T>> to)
            throws IOException {
        Optional<LakeRecords> records = records(topic.table());
        if (records.isPresent()) {
            RecordDecoder<T> opened = decoder.open();
            records.get()
                    .read((partition, offset, timestamp, key, value) ->
                            to.accept(opened.decode(partition, offset, timestamp, key, value)));
        }
    }

    @Override
    public String place(LakeTopic topic) {
        return lake.place() + ", table " + topic.table();
    }

    /** A table that is not there has no location. */
    @Override
    public Place dataset(LakeTopic topic) {
        return records(topic.table())
                .map(records -> new Place(
                        DatasetName.location(records.location()),
                        records.snapshot().map(id -> "snapshot:" + id).orElse("")))
                .orElseGet(() -> new Place(new DatasetName(lake.place(), topic.table()), ""));
    }

    @Override
    public void close() throws IOException {
        lake.close();
    }
}
