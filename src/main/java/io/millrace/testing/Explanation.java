package io.millrace.testing;

import io.millrace.event.Event;
import io.millrace.feature.WindowedFeature;
import java.util.List;

/** What a feature's value was computed from. */
public sealed interface Explanation {
    /**
     * The contents of a window.
     *
     * @param window the feature's window
     * @param source the name of the source whose events it holds
     * @param column canonical text of what is kept of each event
     * @param key the names of the fields by which the entity's events are found, each with its value
     * @param rows in the order of (time, partition, offset): what lies in the window, and the nearest events of the entity on both sides of it
     */
    record OfWindow(WindowedFeature window, String source, String column, String key, List<Row> rows)
            implements Explanation {
        public OfWindow {
            rows = List.copyOf(rows);
        }
    }

    /**
     * An event of the entity.
     *
     * @param value what the feature sees of it, as text; {@code missing} for an event that does not count
     */
    record Row(Event event, String value, Side side) {}

    /** Where an event lies. */
    enum Side {
        BEFORE,
        INSIDE,
        AFTER,
        /** In the window, but the entity was erased after it. */
        ERASED
    }

    /** The values that a derived feature reads: fields, then features. */
    record OfInputs(List<Input> inputs) implements Explanation {
        public OfInputs {
            inputs = List.copyOf(inputs);
        }
    }

    /** A field or feature, and its value as text. */
    record Input(String name, String value) {}
}
