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
    private static final char END = '\n';

    private final TreeMap<Integer, String> texts = new TreeMap<>();
    private final int current;
    private final long retention;
    private final Before before;
    private ColumnHistory history;

    private KnownLayouts(
            Map<Integer, String> known, String layout, long retention, Before before, ColumnHistory history) {
        this.texts.putAll(known);
        this.current = known.entrySet().stream()
                .filter(entry -> entry.getValue().equals(layout))
                .findFirst()
                .map(Map.Entry::getKey)
                .orElseGet(() -> known.isEmpty() ? 0 : texts.lastKey() + 1);
        this.texts.put(current, layout);
        this.retention = retention;
        this.before = before;
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
        for (String one : written) {
            String[] parts = one.split("\n", 7);
            if (parts[0].equals(SINCE)) {
                since.merge(parts[2], Long.parseLong(parts[1]), Math::max);
            } else {
                int number = Integer.parseInt(parts[1]);
                known.put(number, parts[6]);
                before.note(Boolean.parseBoolean(parts[2]) ? number : -1, parts);
            }
        }
        ColumnHistory history = ColumnHistory.of(since);
        if (before.current >= 0) {
            LayoutText previous = LayoutText.parse(String.valueOf(known.get(before.current)));
            history = history.after(set, previous, layout, before.newest, before.kept(retention));
        }
        return new KnownLayouts(known, layout.toString(), retention, before, history);
    }

    /** How things stood when the state was written. */
    private static final class Before {
        private int current = -1;
        private long newest = Long.MIN_VALUE;
        private long reached = Long.MIN_VALUE;
        private long retention;

        /** The time from which on every row is there that a longer retention needs; {@link Long#MIN_VALUE} where it is not longer, or nothing was let go. */
        long kept(long next) {
            return next > retention && reached > Long.MIN_VALUE ? reached - retention : Long.MIN_VALUE;
        }

        void note(int number, String[] parts) {
            newest = Math.max(newest, Long.parseLong(parts[3]));
            reached = Math.max(reached, Long.parseLong(parts[4]));
            if (number >= 0) {
                current = number;
                retention = Long.parseLong(parts[5]);
            }
        }
    }

    /** The latest event time that was taken in when the state was written; {@link Long#MIN_VALUE} where there was none. */
    long newest() {
        return before.newest;
    }

    /**
     * @param newest the latest event time that this subtask took in
     * @param reached up to where time has come by which this subtask lets rows go
     */
    List<String> write(long newest, long reached) {
        long latest = Math.max(newest, before.newest);
        long passed = Math.max(reached, before.reached);
        List<String> written = new ArrayList<>();
        texts.forEach((number, text) -> written.add(LAYOUT
                + END
                + number
                + END
                + (number == current)
                + END
                + latest
                + END
                + passed
                + END
                + retention
                + END
                + text));
        history.since().forEach((column, time) -> written.add(SINCE + END + time + END + column));
        return written;
    }

    /** The number of the current layout. */
    int current() {
        return current;
    }

    /** Since when the columns of the current layout are kept. */
    ColumnHistory history() {
        return history;
    }

    /** Says since when columns are kept, where no state did. */
    void begin(ColumnHistory beginning) {
        history = beginning;
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
