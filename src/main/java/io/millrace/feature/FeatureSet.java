package io.millrace.feature;

import io.millrace.event.Event;
import java.util.List;

/**
 * The compiled windowed features of one entity: which sources feed it, what is kept of each event, and which aggregates are read.
 *
 * @param name the name in the definition
 * @param index the position among the pipeline's feature sets that keep state
 * @param keySlots for each source of the pipeline the slots of the entity's key in its events; none where the source neither feeds nor erases this set nor is scored
 * @param columns what is kept of each event
 * @param windows the aggregates
 * @param deletable for how long after an event it may be deleted, in milliseconds; 0 where never
 * @param erasing index of the source whose events erase the entity that they name; {@link #NONE} where there is none
 */
public record FeatureSet(
        String name,
        int index,
        List<List<Integer>> keySlots,
        List<Column> columns,
        List<WindowedFeature> windows,
        long deletable,
        int erasing) {
    /** No source. */
    public static final int NONE = -1;

    public FeatureSet {
        keySlots = keySlots.stream().map(List::copyOf).toList();
        columns = List.copyOf(columns);
        windows = List.copyOf(windows);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException(
                    "feature set " + name + " has no windowed feature, so it needs no state");
        }
    }

    /** A set whose entities are never erased. */
    public FeatureSet(
            String name,
            int index,
            List<List<Integer>> keySlots,
            List<Column> columns,
            List<WindowedFeature> windows,
            long deletable) {
        this(name, index, keySlots, columns, windows, deletable, NONE);
    }

    /** How far back the oldest window that ends reaches, in milliseconds. */
    public long reach() {
        return windows.stream().mapToLong(WindowedFeature::reach).max().orElseThrow();
    }

    /**
     * How far back rows are kept, in milliseconds. Nothing can be taken out of a lifetime window whose row is gone, so there it is at least for as long as an event may be
     * deleted.
     */
    public long kept() {
        return hasLifetime() ? Math.max(reach(), deletable) : reach();
    }

    /** Whether a window never ends, so that entities never leave. */
    public boolean hasLifetime() {
        return windows.stream().anyMatch(WindowedFeature::isLifetime);
    }

    /** The columns of one source, in order. */
    public List<Column> columnsOf(int source) {
        return columns.stream().filter(column -> column.source() == source).toList();
    }

    /** Whether events of a source belong into the state. */
    public boolean feeds(int source) {
        return columns.stream().anyMatch(column -> column.source() == source);
    }

    /** Whether an event of a source erases the entity that it names. */
    public boolean isErasedBy(int source) {
        return source == erasing;
    }

    /** Whether events of a source that is not scored go to this set. */
    public boolean takes(int source) {
        return feeds(source) || isErasedBy(source);
    }

    /** The key of an event's entity. */
    public String keyOf(Event event) {
        return event.keyAt(keySlots.get(event.source()));
    }
}
