package io.millrace.testing;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.feature.Beginning;
import io.millrace.feature.Column;
import io.millrace.feature.FeatureSet;
import io.millrace.feature.VectorProjection;
import io.millrace.feature.WindowedFeature;
import io.millrace.feature.state.Rows;
import io.millrace.pipeline.Pipeline;
import io.millrace.testing.Explanation.OfWindow;
import io.millrace.testing.Explanation.Row;
import io.millrace.testing.Explanation.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What one window of a scored event's entity holds, found from the definition of windows alone, without the evaluator. */
final class WindowContents {
    /** How many events on each side of the window are shown. */
    private static final int NEIGHBOURS = 2;

    private final Pipeline pipeline;
    private final FeatureSet set;
    private final WindowedFeature window;
    private final Seen scored;
    private final Column column;
    private final int value;

    /** @param value which of the aggregate's values is explained, from 0: of vectors that number alone is shown */
    WindowContents(Pipeline pipeline, FeatureSet set, WindowedFeature window, Seen scored, int value) {
        this.pipeline = pipeline;
        this.set = set;
        this.window = window;
        this.scored = scored;
        this.column = set.columns().get(window.column());
        this.value = value;
    }

    OfWindow of(List<Seen> all) {
        String key = set.keyOf(scored.event());
        long erased = erasedUntil(key, all);
        List<Seen> own = all.stream()
                .filter(seen -> seen.event().source() == column.source())
                .filter(seen -> set.keyOf(seen.event()).equals(key))
                .sorted(Seen.ORDER)
                .toList();
        int begin = window.begins() instanceof Beginning.Session session ? begin(own, session.gap(), erased) : 0;
        List<Row> rows = IntStream.range(0, own.size())
                .mapToObj(i -> row(own.get(i), i < begin, erased))
                .toList();
        return new OfWindow(window, pipeline.sources().get(column.source()).name(), column.text(), key(), near(rows));
    }

    private Row row(Seen seen, boolean isBeforeSession, long erased) {
        Side side = side(seen, erased);
        return new Row(seen.event(), value(seen), isBeforeSession && side == Side.INSIDE ? Side.BEFORE : side);
    }

    /** The index of the first event of the session; where that has none, of what follows the last event that counts. */
    private int begin(List<Seen> own, long gap, long erased) {
        int begin = -1;
        long next = scored.event().time() - window.lag();
        for (int i = own.size() - 1; i >= 0; i--) {
            if (counts(own.get(i), erased)) {
                if (next - own.get(i).event().time() > gap) {
                    return begin < 0 ? i + 1 : begin;
                }
                begin = i;
                next = own.get(i).event().time();
            }
        }
        return Math.max(begin, 0);
    }

    private boolean counts(Seen seen, long erased) {
        return side(seen, erased) == Side.INSIDE
                && bits(window.column(), seen) != Rows.MISSING
                && (window.by() < 0 || bits(window.by(), seen) != Rows.MISSING);
    }

    private long bits(int index, Seen seen) {
        return set.columns().get(index).projection().bits(seen.event(), seen.row());
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
        if (!window.isLifetime() && event.time() <= window.left(scored.event().time())) {
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
        long bits = bits(window.column(), seen);
        if (bits == Rows.MISSING) {
            return ValueText.of(Double.NaN);
        }
        if (column.projection() instanceof VectorProjection vector) {
            return ValueText.of(number(seen.event().vectorAt(vector.slot())));
        }
        for (int slot = 0; slot < type.fields().size(); slot++) {
            if (type.fields().get(slot).kind() == FieldKind.STRING
                    && holds(type.fields().get(slot).name())) {
                return ValueText.of(type, seen.event(), slot);
            }
        }
        return ValueText.of(Double.longBitsToDouble(bits));
    }

    private double number(@Nullable NumberVector vector) {
        return vector == null ? Double.NaN : vector.at(value);
    }

    /** Whether the column holds a field of strings, of which only hashes are kept. */
    private boolean holds(String field) {
        String text = field + ":string";
        return column.text().equals(text) || column.text().startsWith(text + " where ");
    }
}
