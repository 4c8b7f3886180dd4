package io.millrace.testing;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.feature.Column;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.state.Rows;
import io.millrace.pipeline.Pipeline;
import io.millrace.testing.Explanation.OfWindow;
import io.millrace.testing.Explanation.Row;
import io.millrace.testing.Explanation.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one window of a scored event's entity holds, found from the definition of windows alone, without the evaluator. */
final class WindowContents {
    /** How many events on each side of the window are shown. */
    private static final int NEIGHBOURS = 2;

    private final Pipeline pipeline;
    private final FeatureSet set;
    private final WindowedFeature window;
    private final Seen scored;
    private final Column column;

    WindowContents(Pipeline pipeline, FeatureSet set, WindowedFeature window, Seen scored) {
        this.pipeline = pipeline;
        this.set = set;
        this.window = window;
        this.scored = scored;
        this.column = set.columns().get(window.column());
    }

    OfWindow of(List<Seen> all) {
        String key = set.keyOf(scored.event());
        long erased = erasedUntil(key, all);
        List<Row> rows = all.stream()
                .filter(seen -> seen.event().source() == column.source())
                .filter(seen -> set.keyOf(seen.event()).equals(key))
                .sorted(Seen.ORDER)
                .map(seen -> new Row(seen.event(), value(seen), side(seen, erased)))
                .toList();
        return new OfWindow(window, pipeline.sources().get(column.source()).name(), column.text(), key(), near(rows));
    }

    /** The time of the entity's latest erasure before the scored event. */
    private long erasedUntil(String key, List<Seen> all) {
        return all.stream()
                .map(Seen::event)
                .filter(event -> set.isErasedBy(event.source()))
                .filter(event -> event.time() < scored.event().time())
                .filter(event -> set.keyOf(event).equals(key))
                .mapToLong(Event::time)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private String key() {
        EventType type = pipeline.scored().type();
        return set.keySlots().get(type.index()).stream()
                .map(slot -> type.fields().get(slot).name() + " " + ValueText.of(type, scored.event(), slot))
                .collect(Collectors.joining(", "));
    }

    private static List<Row> near(List<Row> rows) {
        List<Row> near = new ArrayList<>();
        long before = rows.stream().filter(row -> row.side() == Side.BEFORE).count();
        long after = 0;
        for (Row row : rows) {
            if (row.side() == Side.BEFORE ? before-- <= NEIGHBOURS : row.side() != Side.AFTER || after++ < NEIGHBOURS) {
                near.add(row);
            }
        }
        return near;
    }

    private Side side(Seen seen, long erasedUntil) {
        Side side = side(seen);
        return side == Side.INSIDE && seen.event().time() <= erasedUntil ? Side.ERASED : side;
    }

    private Side side(Seen seen) {
        Event event = seen.event();
        long end = scored.event().time() - window.lag();
        if (!window.isLifetime() && event.time() <= end - window.window()) {
            return Side.BEFORE;
        }
        boolean ownSource = column.source() == scored.event().source() && window.lag() == 0;
        boolean ended = ownSource
                ? Seen.ORDER.compare(seen, scored) > 0 || (!window.withEvent() && event == scored.event())
                : event.time() > end;
        return ended ? Side.AFTER : Side.INSIDE;
    }

    private String value(Seen seen) {
        EventType type = pipeline.sources().get(column.source()).type();
        long bits = column.projection().bits(seen.event(), seen.row());
        if (bits == Rows.MISSING) {
            return ValueText.of(Double.NaN);
        }
        for (int slot = 0; slot < type.fields().size(); slot++) {
            if (type.fields().get(slot).kind() == FieldKind.STRING
                    && holds(type.fields().get(slot).name())) {
                return ValueText.of(type, seen.event(), slot);
            }
        }
        return ValueText.of(Double.longBitsToDouble(bits));
    }

    /** Whether the column holds a field of strings, of which only hashes are kept. */
    private boolean holds(String field) {
        String text = field + ":string";
        return column.text().equals(text) || column.text().startsWith(text + " where ");
    }
}
