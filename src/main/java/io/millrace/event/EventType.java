package io.millrace.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a pipeline uses of one source, in slot order, and what each of them is for.
 *
 * @param source the source's name in the definition
 * @param index the source's position among the pipeline's sources
 * @param fields at most 64; the slot of a field is its position here
 * @param idSlot the slot of the business id
 * @param timeSlot the slot of the event time, a {@link FieldKind#TIMESTAMP}
 */
public record EventType(String source, int index, List<Field> fields, int idSlot, int timeSlot) {
    /** The number of fields that a null mask of one long can hold. */
    public static final int MAX_FIELDS = 64;
    /** The most characters of a business id. */
    public static final int LONGEST_ID = 1024;
    /** The latest event time, the end of the year 9999, in epoch milliseconds. The earliest is 0: no clock gives an earlier one. */
    public static final long LATEST_TIME = 253_402_300_799_999L;

    public EventType {
        fields = List.copyOf(fields);
        if (fields.size() > MAX_FIELDS) {
            throw new IllegalArgumentException(
                    "source " + source + " uses " + fields.size() + " fields; at most " + MAX_FIELDS + " can be used");
        }
        if (fields.get(timeSlot).kind() != FieldKind.TIMESTAMP) {
            throw new IllegalArgumentException("source " + source + ": the event time "
                    + fields.get(timeSlot).name() + " is no timestamp");
        }
    }

    /**
     * One used field.
     *
     * @param required whether an event without it is invalid: the id, the event time and every entity key
     * @param dimensions how many numbers a vector must have; 0 where any number will do, and for other kinds
     * @param computed canonical text of what a vector is computed of, where it is no field of the record; else null
     */
    public record Field(
            String name,
            FieldKind kind,
            boolean required,
            int dimensions,
            @Nullable String computed) {
        /** A field of the record. */
        public Field(String name, FieldKind kind, boolean required, int dimensions) {
            this(name, kind, required, dimensions, null);
        }

        /** A field that is no vector, or a vector of any number of numbers. */
        public Field(String name, FieldKind kind, boolean required) {
            this(name, kind, required, 0);
        }

        /** Whether it is no field of the record, but computed of one. */
        public boolean isComputed() {
            return computed != null;
        }

        /** Whether a vector of so many numbers is valid. */
        public boolean takes(int size) {
            return dimensions == 0 || dimensions == size;
        }
    }

    /** The slot of a field, or -1. */
    public int slot(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
