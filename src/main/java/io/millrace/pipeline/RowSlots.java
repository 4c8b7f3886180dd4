package io.millrace.pipeline;

import io.millrace.event.EventType;
import io.millrace.pipeline.expression.Slots;
import java.util.Map;

/**
 * Where the values of operands are: fields in the events of one source, features in the row.
 *
 * @param features the slot of each feature by its name
 */
record RowSlots(EventType type, Map<String, Integer> features) implements Slots {
    @Override
    public int field(String name) {
        return type.slot(name);
    }

    @Override
    public int feature(String name) {
        return features.getOrDefault(name, -1);
    }
}
