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
        int[] words = wordsBefore(log.layout());
        log.rows().takeOver(from, rows -> project(rows, log.layout().shape(), words), scratch);
    }

    /** For each word of the new rows the one of the old rows; -1 where there is none. */
    private int[] wordsBefore(LogLayout layout) {
        RowShape shape = layout.shape();
        int[] words = new int[shape.width()];
        for (int column = 0; column < shape.words().size(); column++) {
            int before = old.columns().indexOf(layout.columns().get(column));
            int first = shape.first(column);
            for (int word = 0; word < shape.words().get(column); word++) {
                words[first + word] = before < 0 ? -1 : old.shape().first(before) + word;
            }
        }
        return words;
    }

    private static Rows project(Rows rows, RowShape shape, int[] words) {
        Rows projected = new Rows(shape, Math.max(1, rows.size()));
        for (int row = 0; row < rows.size(); row++) {
            projected.append(rows.time(row), rows.partition(row), rows.offset(row));
            for (int word = 0; word < words.length; word++) {
                projected.set(row, word, words[word] < 0 ? Rows.MISSING : rows.bits(row, words[word]));
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
