package io.millrace.flink;

import io.millrace.feature.ColumnHistory;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.state.LayoutText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The layouts under which the states of one feature set's entities were written, by number, and since when each column is kept. An entity is brought to the current layout
 * when it is used for the first time, so that a job with another definition starts at once, however large its state is.
 */
final class KnownLayouts {
    private static final String LAYOUT = "layout";
    private static final String SINCE = "since";
    private static final String UNKNOWN = "unknown";
    private static final char END = '\n';

    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final int current;
    private final long retention;
    private final long newestBefore;
    private ColumnHistory history;
    private boolean historyIsUnknown;

    private KnownLayouts(
            Map<Integer, String> known, String layout, long retention, long newestBefore, ColumnHistory history) {
        this.texts.putAll(known);
        this.current = known.entrySet().stream()
                .filter(entry -> entry.getValue().equals(layout))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElseGet(() -> known.isEmpty() ? 0 : texts.lastKey() + 1);
        this.texts.put(current, layout);
        this.retention = retention;
        this.newestBefore = newestBefore;
        this.history = history;
    }

    /**
     * Reads what all subtasks have written; the order does not matter.
     *
     * @param written what {@link #write} gave; empty where the set has no state
     * @param layout the layout of the definition at hand
     * @param retention how long rows are kept under that definition, in milliseconds
     */
    static KnownLayouts restore(Iterable<String> written, FeatureSet set, LayoutText layout, long retention) {
        Map<Integer, String> known = new TreeMap<>();
        Map<String, Long> since = new TreeMap<>();
        Before before = new Before();
        boolean unknown = false;
        for (String one : written) {
            String[] parts = one.split("\n", 6);
            if (parts[0].equals(UNKNOWN)) {
                unknown = true;
            } else if (parts[0].equals(SINCE)) {
                since.merge(parts[2], Long.parseLong(parts[1]), Math::max);
            } else {
                int number = Integer.parseInt(parts[1]);
                known.put(number, parts[5]);
                before.note(Boolean.parseBoolean(parts[2]) ? number : -1, parts);
            }
        }
        ColumnHistory history = ColumnHistory.of(since);
        if (before.current >= 0) {
            LayoutText previous = LayoutText.parse(String.valueOf(known.get(before.current)));
            history = history.after(set, previous, before.newest, before.retention, retention);
        }
        KnownLayouts layouts = new KnownLayouts(known, layout.toString(), retention, before.newest, history);
        layouts.historyIsUnknown = unknown;
        return layouts;
    }

    /** How things stood when the state was written. */
    private static final class Before {
        private int current = -1;
        private long newest = Long.MIN_VALUE;
        private long retention;

        void note(int number, String[] parts) {
            newest = Math.max(newest, Long.parseLong(parts[3]));
            if (number >= 0) {
                current = number;
                retention = Long.parseLong(parts[4]);
            }
        }
    }

    /** @param newest the latest event time that this subtask took in */
    List<String> write(long newest) {
        List<String> written = new ArrayList<>();
        texts.forEach((number, text) -> written.add(
                LAYOUT + END + number + END + (number == current) + END + newest + END + retention + END + text));
        history.since().forEach((column, time) -> written.add(SINCE + END + time + END + column));
        if (historyIsUnknown) {
            written.add(UNKNOWN);
        }
        return written;
    }

    /** The latest event time that any subtask had taken in when the state was written; {@link Long#MIN_VALUE} for none. */
    long newestBefore() {
        return newestBefore;
    }

    /** The number of the current layout. */
    int current() {
        return current;
    }

    /** Since when the columns of the current layout are kept. */
    ColumnHistory history() {
        return history;
    }

    /** Whether columns are not kept from the beginning, and since when they are is yet to be said. */
    boolean historyIsUnknown() {
        return historyIsUnknown;
    }

    /** Notes that it is not known since when columns are kept, until {@link #begin} says so. */
    void missHistory() {
        historyIsUnknown = true;
    }

    /** Says since when columns are kept, where no state did. */
    void begin(ColumnHistory beginning) {
        history = beginning;
        historyIsUnknown = false;
    }

    LayoutText text(int number) {
        String text = texts.get(number);
        if (text == null) {
            throw new IllegalStateException("an entity's state is of layout " + number
                    + ", which the savepoint does not describe; it describes " + texts.keySet());
        }
        return LayoutText.parse(text);
    }
}
