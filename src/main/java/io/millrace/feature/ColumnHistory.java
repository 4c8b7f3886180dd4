package io.millrace.feature;

import io.millrace.feature.state.LayoutText;
import java.util.Map;
import java.util.TreeMap;

/**
 * Since when the columns of a feature set are kept. A column that came with a later definition, or whose rows were not kept for as long as a new window reaches, has holes before that time; one that is not
 * named here has none.
 */
public final class ColumnHistory {
    private final Map<String, Long> since;

    private ColumnHistory(Map<String, Long> since) {
        this.since = new TreeMap<>(since);
    }

    /** Everything was kept since the beginning. */
    public static ColumnHistory whole() {
        return new ColumnHistory(Map.of());
    }

    /** What {@link #since} gave. */
    public static ColumnHistory of(Map<String, Long> since) {
        return new ColumnHistory(since);
    }

    /** Nothing was kept before a time. */
    public static ColumnHistory beginning(FeatureSet set, long time) {
        Map<String, Long> since = new TreeMap<>();
        set.columns().forEach(column -> since.put(name(column), time));
        return new ColumnHistory(since);
    }

    /**
     * The history under another definition.
     *
     * @param before the layout until now
     * @param newest the latest event time that was taken in until now
     * @param retentionBefore how long rows were kept until now, in milliseconds
     * @param retention how long they are kept from now on
     */
    public ColumnHistory after(FeatureSet set, LayoutText before, long newest, long retentionBefore, long retention) {
        Map<String, Long> after = new TreeMap<>();
        for (Column column : set.columns()) {
            String name = name(column);
            if (!holds(before, column)) {
                after.put(name, newest);
            } else if (retention > retentionBefore) {
                after.put(name, Math.max(newest - retentionBefore, since.getOrDefault(name, Long.MIN_VALUE)));
            } else if (since.containsKey(name)) {
                after.put(name, since.get(name));
            }
        }
        return new ColumnHistory(after);
    }

    private static boolean holds(LayoutText layout, Column column) {
        return layout.logs().stream()
                .anyMatch(log ->
                        log.origin().equals(column.origin()) && log.columns().contains(column.text()));
    }

    private static String name(Column column) {
        return column.origin() + " | " + column.text();
    }

    /** By what a column means, the event time in epoch milliseconds from which on it is kept. */
    public Map<String, Long> since() {
        return Map.copyOf(since);
    }

    /** The event time from which on a column is kept; {@link Long#MIN_VALUE} where it always was. */
    long since(Column column) {
        return since.getOrDefault(name(column), Long.MIN_VALUE);
    }
}
