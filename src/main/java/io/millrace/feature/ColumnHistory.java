package io.millrace.feature;

import io.millrace.feature.state.LayoutText;
import java.util.Map;
import java.util.TreeMap;

/**
 * Since when the columns of a feature set are kept, and the parts that serve its lifetime windows. A column that came with a later definition, or whose rows were not kept for as long as a new window reaches, has holes before that time; one that is not
 * named here has none. A lifetime part counts what no row tells any more, so that one that came with a later definition has holes for ever.
 */
public final class ColumnHistory {
    /** Later than every event, and far enough from the largest number that a window can be added. */
    private static final long UNKNOWN = Long.MAX_VALUE / 2;

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
    public static ColumnHistory beginning(FeatureSet set, LayoutText layout, long time) {
        Map<String, Long> since = new TreeMap<>();
        set.columns().forEach(column -> since.put(name(column), time));
        layout.logs().forEach(log -> log.lifetime().forEach(part -> since.put(name(log.origin(), part), time)));
        return new ColumnHistory(since);
    }

    /** It is not known yet since when anything is kept. */
    public static ColumnHistory unknown(FeatureSet set, LayoutText layout) {
        return beginning(set, layout, UNKNOWN);
    }

    public boolean isUnknown() {
        return since.containsValue(UNKNOWN);
    }

    /**
     * The history under another definition.
     *
     * @param before the layout until now
     * @param layout the one under the other definition
     * @param newest the latest event time that was taken in until now
     * @param kept the event time from which on every row is still there; {@link Long#MIN_VALUE} where rows are kept no longer than until now
     */
    public ColumnHistory after(FeatureSet set, LayoutText before, LayoutText layout, long newest, long kept) {
        Map<String, Long> after = new TreeMap<>();
        for (Column column : set.columns()) {
            long begins = holds(before, column) ? Math.max(kept, since(column)) : newest;
            if (begins > Long.MIN_VALUE) {
                after.put(name(column), begins);
            }
        }
        for (LayoutText.OfLog log : layout.logs()) {
            for (String part : log.lifetime()) {
                long begins = hasLifetime(before, log.origin(), part) ? lifetimeSince(log.origin(), part) : newest;
                if (begins > Long.MIN_VALUE) {
                    after.put(name(log.origin(), part), begins);
                }
            }
        }
        return new ColumnHistory(after);
    }

    private static boolean holds(LayoutText layout, Column column) {
        return layout.logs().stream()
                .anyMatch(log ->
                        log.origin().equals(column.origin()) && log.columns().contains(column.text()));
    }

    private static boolean hasLifetime(LayoutText layout, String origin, String part) {
        return layout.logs().stream()
                .anyMatch(log -> log.origin().equals(origin) && log.lifetime().contains(part));
    }

    private static String name(String origin, String lifetimePart) {
        return origin + " | lifetime " + lifetimePart;
    }

    private static String name(Column column) {
        return column.origin() + " | " + column.text();
    }

    /** By what a column or a lifetime part means, the event time in epoch milliseconds from which on it is kept. */
    public Map<String, Long> since() {
        return Map.copyOf(since);
    }

    /** The event time from which on a column is kept; {@link Long#MIN_VALUE} where it always was. */
    long since(Column column) {
        return since.getOrDefault(name(column), Long.MIN_VALUE);
    }

    /** The same for a part that serves lifetime windows. */
    long lifetimeSince(String origin, String part) {
        return since.getOrDefault(name(origin, part), Long.MIN_VALUE);
    }
}
