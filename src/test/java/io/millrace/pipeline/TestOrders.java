package io.millrace.pipeline;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import org.jspecify.annotations.Nullable;

/** Orders of three pieces as a pipeline holds them. */
final class TestOrders {
    private TestOrders() {}

    static Event of(Pipeline pipeline, @Nullable Double price, @Nullable String status) {
        EventType type = pipeline.scored().type();
        long nulls = 0;
        long[] bits = new long[type.fields().size()];
        @Nullable String[] strings = new String[type.fields().size()];
        for (int slot = 0; slot < bits.length; slot++) {
            switch (type.fields().get(slot).name()) {
                case "quantity" -> bits[slot] = 3;
                case "price" -> {
                    bits[slot] = price == null ? 0 : Double.doubleToRawLongBits(price);
                    nulls |= price == null ? 1L << slot : 0;
                }
                case "status" -> {
                    strings[slot] = status;
                    nulls |= status == null ? 1L << slot : 0;
                }
                default -> strings[slot] = type.fields().get(slot).name();
            }
        }
        return new Event(0, 0, 0, -1, -1, "1", 0, nulls, bits, strings);
    }
}
