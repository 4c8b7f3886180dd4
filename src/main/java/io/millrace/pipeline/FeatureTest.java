package io.millrace.pipeline;

import io.millrace.event.NumberVector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the definition's tests, checked: events, and what features must be as of some of them.
 *
 * @param given every event, source by source as they are written
 * @param expected every expected value
 */
public record FeatureTest(String name, List<Given> given, List<Expected> expected) {
    /** The time from which durations count: Monday 2024-01-01T00:00:00Z, in epoch milliseconds. */
    public static final long START = 1_704_067_200_000L;

    public FeatureTest {
        given = List.copyOf(given);
        expected = List.copyOf(expected);
    }

    /**
     * An event.
     *
     * @param place file, line and path in the definition
     * @param source index of the source
     * @param offset position among the test's events of this source, from 0
     * @param id the business id
     * @param time event time in epoch milliseconds
     * @param fields the fields that are not null, id and time included
     */
    public record Given(String place, int source, long offset, String id, long time, Map<String, Value> fields) {
        public Given {
            fields = Map.copyOf(fields);
        }
    }

    /**
     * A field's value as an event holds it.
     *
     * @param bits of a number, a time or a boolean
     * @param text of a string, else null
     * @param vector of an array of numbers, else null
     */
    public record Value(
            long bits, @Nullable String text, @Nullable NumberVector vector) {
        /** A value that is no vector. */
        public Value(long bits, @Nullable String text) {
            this(bits, text, null);
        }
    }

    /**
     * What one feature must be as of one event.
     *
     * @param place file, line and path in the definition
     * @param event index in {@link FeatureTest#given}
     * @param feature the full name
     * @param value as in the row of features: NaN for missing, 0 or 1 for a boolean
     * @param within how far the value may be off; 0 where it must be equal
     */
    public record Expected(String place, int event, String feature, double value, double within) {
        /** Whether a computed value is as expected. */
        public boolean holds(double found) {
            if (Double.isNaN(value) || Double.isNaN(found)) {
                return Double.isNaN(value) && Double.isNaN(found);
            }
            return found == value || Math.abs(found - value) <= within;
        }
    }
}
