package io.millrace.testing;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.NumberVector;
import io.millrace.pipeline.FeatureTest;
import io.millrace.pipeline.FeatureTest.Given;
import io.millrace.pipeline.FeatureTest.Value;
import io.millrace.pipeline.Pipeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes events of what a test gives. Fields that the pipeline does not use are left out. */
final class GivenEvent {
    private GivenEvent() {}

    static List<Event> all(Pipeline pipeline, FeatureTest test) {
        return test.given().stream()
                .map(given -> of(pipeline.sources().get(given.source()).type(), given))
                .toList();
    }

    private static Event of(EventType type, Given given) {
        int slots = type.fields().size();
        long nulls = 0;
        long[] bits = new long[slots];
        @Nullable String[] strings = new String[slots];
        @Nullable NumberVector[] vectors = new NumberVector[slots];
        for (int slot = 0; slot < slots; slot++) {
            Value value = given.fields().get(type.fields().get(slot).name());
            if (value == null) {
                nulls |= 1L << slot;
            } else {
                bits[slot] = value.bits();
                strings[slot] = value.text();
                vectors[slot] = value.vector();
            }
        }
        return new Event(
                given.source(), 0, given.offset(), -1, -1, given.id(), given.time(), nulls, bits, strings, vectors);
    }
}
