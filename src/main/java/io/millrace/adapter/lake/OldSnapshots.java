package io.millrace.adapter.lake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots that may go: older than a time, neither tagged nor a branch's end, and not needed by the job that writes.
 *
 * <p>After a failure the job looks in the newest snapshot of its own for the checkpoint that it has committed, going back from the table's newest. That way must stay: without it, the job would
 * append what is there already.
 */
final class OldSnapshots {
    private static final String WRITTEN_BY = "flink.job-id";

    private final Table table;

    OldSnapshots(Table table) {
        this.table = table;
    }

    /** Removes them with the files that nothing else names, and gives how many they were. */
    int remove(Instant before) {
        Set<Long> needed = needed();
        List<Long> old = new ArrayList<>();
        for (Snapshot snapshot : table.snapshots()) {
            if (snapshot.timestampMillis() < before.toEpochMilli() && !needed.contains(snapshot.snapshotId())) {
                old.add(snapshot.snapshotId());
            }
        }
        if (!old.isEmpty()) {
            // nothing by age: what goes is named one by one
            ExpireSnapshots expire = table.expireSnapshots().expireOlderThan(0);
            old.forEach(expire::expireSnapshotId);
            expire.commit();
        }
        return old.size();
    }

    private Set<Long> needed() {
        Set<Long> needed = new HashSet<>();
        table.refs().values().forEach(ref -> needed.add(ref.snapshotId()));
        for (Snapshot at = table.currentSnapshot(); at != null; at = parent(at)) {
            needed.add(at.snapshotId());
            if (at.summary().containsKey(WRITTEN_BY)) {
                break;
            }
        }
        return needed;
    }

    private @Nullable Snapshot parent(Snapshot snapshot) {
        Long parent = snapshot.parentId();
        return parent == null ? null : table.snapshot(parent);
    }
}
