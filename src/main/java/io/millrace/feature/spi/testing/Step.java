package io.millrace.feature.spi.testing;

import io.millrace.event.Event;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** One thing that happens to the state of an entity. */
sealed interface Step {
    /** The text in a failure's message. */
    String text();

    /**
     * An event arrives, and its window is read.
     *
     * @param offset different for each event
     */
    record Arrival(Observation observation, int partition, long offset) implements Step {
        static final Comparator<Arrival> ORDER = Comparator.comparingLong(Arrival::time)
                .thenComparingInt(Arrival::partition)
                .thenComparingLong(Arrival::offset);

        private static final String KEY = "entity";

        long time() {
            return observation.time();
        }

        Event event() {
            long[] bits = new long[1 + observation.values().size()];
            @Nullable String[] strings = new @Nullable String[bits.length];
            strings[0] = KEY;
            for (int i = 1; i < bits.length; i++) {
                bits[i] = Double.doubleToRawLongBits(observation.values().get(i - 1));
            }
            return new Event(0, partition, offset, time(), -1, Long.toString(offset), time(), 0, bits, strings);
        }

        @Override
        public String text() {
            return "event " + offset + " at " + time() + " arrives with " + observation.values();
        }
    }

    /** An event that arrived is deleted. */
    record Deletion(Arrival of) implements Step {
        @Override
        public String text() {
            return "event " + of.offset() + " is deleted";
        }
    }

    /** The state is written, and read again. */
    record Restart() implements Step {
        @Override
        public String text() {
            return "the state goes through bytes";
        }
    }
}
