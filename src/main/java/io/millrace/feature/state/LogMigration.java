package io.millrace.feature.state;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the state of one log over into another layout: rows keep the columns that mean the same; a part that means the same is taken as it is; any other is made
 * from the rows, as far back as they reach.
 */
final class LogMigration {
    private final LayoutText.OfLog old;
    private final @Nullable Log into;
    private final Place asOf;
    private final StateWriter scratch;
    private final Map<String, byte[]> parts = new HashMap<>();
    private final Map<String, byte[]> floors = new HashMap<>();

    /** @param into null where the log is gone, so that its rows go too */
    LogMigration(LayoutText.OfLog old, @Nullable Log into, Place asOf, StateWriter scratch) {
        this.old = old;
        this.into = into;
        this.asOf = asOf;
        this.scratch = scratch;
    }

    void take(String part, byte[] bytes) {
        parts.put(part, bytes);
    }

    void takeFloor(String part, byte[] bytes) {
        floors.put(part, bytes);
    }

    void finish(LogRows from, Offsets seen, Offsets forgotten) {
        if (into == null) {
            from.clear();
            return;
        }
        into.seen().raiseAll(seen);
        into.forgotten().raiseAll(forgotten);
        takeRows(from, into);
        for (int edge = 0; edge < into.layout().edgeCount(); edge++) {
            into.cursor(edge).seek(into.rows(), into.layout().edge(edge), asOf);
        }
        takeParts(into);
    }

    private void takeRows(LogRows from, Log log) {
        int[] columns = log.layout().columns().stream()
                .mapToInt(column -> old.columns().indexOf(column))
                .toArray();
        log.rows().takeOver(from, rows -> project(rows, columns), scratch);
    }

    private static Rows project(Rows rows, int[] columns) {
        Rows projected = new Rows(columns.length, Math.max(1, rows.size()));
        for (int row = 0; row < rows.size(); row++) {
            projected.append(rows.time(row), rows.partition(row), rows.offset(row));
            for (int column = 0; column < columns.length; column++) {
                projected.set(row, column, columns[column] < 0 ? Rows.MISSING : rows.bits(row, columns[column]));
            }
        }
        return projected;
    }

    private void takeParts(Log log) {
        List<PlacedPart> planned = log.layout().parts();
        BitSet missing = new BitSet();
        for (int part = 0; part < planned.size(); part++) {
            PlacedPart placed = planned.get(part);
            byte[] bytes = parts.get(placed.text());
            if (bytes == null) {
                missing.set(part);
            } else {
                byte[] floor = floors.get(placed.text());
                log.put(part, read(placed, bytes), floor == null ? null : read(placed, floor));
            }
        }
        log.remake(missing, asOf);
    }

    private static PartState read(PlacedPart placed, byte[] bytes) {
        StateReader in = new StateReader();
        in.reset(bytes);
        return placed.read(in);
    }
}
