package io.millrace.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.pipeline.FileMapping;
import io.millrace.pipeline.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events that were held under one definition, in the slots of another. */
class EventSlotsOfVectorsTest {
    private static Source source(int dimensions) {
        return source(new EventType.Field("embedding", FieldKind.FLOATS, false, dimensions));
    }

    private static Source source(EventType.Field vector) {
        EventType type = new EventType(
                "views",
                0,
                List.of(
                        new EventType.Field("id", FieldKind.STRING, true),
                        new EventType.Field("at", FieldKind.TIMESTAMP, true),
                        vector),
                0,
                1);
        return new Source(
                "views", 0, "views", "", type, 0, 0, false, 0, 1000, List.of(), new FileMapping(Map.of(), 0, Map.of()));
    }

    @Test
    void vectorsOfAnotherSizeAreAnotherField() {
        assertThat(EventSlots.fields(source(3))).containsExactly("STRING id", "TIMESTAMP at", "FLOATS of 3 embedding");
        assertThat(EventSlots.fields(source(4))).contains("FLOATS of 4 embedding");
        assertThat(EventSlots.fields(source(0))).contains("FLOATS embedding");
    }

    @Test
    void vectorsThatAreComputedAreWhatTheyAreComputedOf() {
        Source computed = source(new EventType.Field("embedding", FieldKind.FLOATS, false, 3, "vector(body, one)"));
        assertThat(EventSlots.fields(computed)).contains("FLOATS of 3 vector(body, one)");
    }

    @Test
    void vectorsMoveWithTheirSlots() {
        NumberVector vector = NumberVector.ofFloats(1, 2, 3);
        Event before = new Event(
                0,
                0,
                1,
                0,
                1,
                "v",
                5,
                0b1000,
                new long[] {0, 5, 0, 0},
                new @Nullable String[] {"v", null, null, null},
                new @Nullable NumberVector[] {null, null, vector, null});

        Event after = EventSlots.event(before, 1, new int[] {2, -1, 1, 3, 0});

        assertThat(after.vectorAt(0)).isEqualTo(vector);
        assertThat(after.isNull(1)).isTrue();
        assertThat(after.vectorAt(1)).isNull();
        assertThat(after.longAt(2)).isEqualTo(5);
        assertThat(after.isNull(3)).isTrue();
        assertThat(after.stringAt(4)).isEqualTo("v");
        assertThat(after.nulls()).isEqualTo(0b01010);
    }
}
