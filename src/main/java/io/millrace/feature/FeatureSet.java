package io.millrace.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * The compiled windowed features of one entity: which sources feed it, what is kept of each event, and which aggregates are read.
 *
 * @param name the name in the definition
 * @param index the position among the pipeline's feature sets that keep state
 * @param keySlots for each source of the pipeline the slot of the entity's key in its events, or -1 where the source neither feeds this set nor is scored
 * @param columns what is kept of each event
 * @param windows the aggregates
 */
public record FeatureSet(
        String name, int index, List<Integer> keySlots, List<Column> columns, List<WindowedFeature> windows) {
    public FeatureSet {
        keySlots = List.copyOf(keySlots);
        columns = List.copyOf(columns);
        windows = List.copyOf(windows);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException(
                    "feature set " + name + " has no windowed feature, so it needs no state");
        }
    }

    /** How far back the oldest window reaches, in milliseconds. */
    public long reach() {
        return windows.stream().mapToLong(w -> w.window() + w.lag()).max().orElseThrow();
    }

    /** Indices in {@link #columns} of the columns of one source, in order. */
    public List<Integer> columnsOf(int source) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).source() == source) {
                indices.add(i);
            }
        }
        return indices;
    }
}
