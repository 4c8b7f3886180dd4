package io.millrace.adapter.file;

import io.millrace.event.Event;
import io.millrace.event.EventType;
import io.millrace.event.EventType.Field;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import io.millrace.pipeline.FileMapping;
import io.millrace.pipeline.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows as the events of one source, under the rules that the stream has for records: valid, or a dead letter that says why. */
public final class RowEvents {
    private final Source source;
    private final EventType type;
    private final String file;
    private final String[] columns;

    /**
     * @param source the source
     * @param file the name of what the rows come from
     */
    public RowEvents(Source source, String file) {
        this.source = source;
        this.type = source.type();
        this.file = file;
        this.columns = type.fields().stream()
                .map(field -> source.file().columns().getOrDefault(field.name(), field.name()))
                .toArray(String[]::new);
    }

    /** What a row holds for this source: at most one of the two is set, and none where the row is not of this source. */
    public record Read(@Nullable Event event, @Nullable DeadLetter deadLetter) {
        private static final Read NOTHING = new Read(null, null);
    }

    /** Reads one row. */
    public Read read(Row row) {
        FileMapping mapping = source.file();
        for (Map.Entry<String, String> condition : mapping.when().entrySet()) {
            if (!condition.getValue().equals(row.cell(condition.getKey()))) {
                return Read.NOTHING;
            }
        }
        int slots = type.fields().size();
        long nulls = 0;
        long[] bits = new long[slots];
        @Nullable String[] strings = new String[slots];
        @Nullable NumberVector[] vectors = Event.NO_VECTORS;
        for (int slot = 0; slot < slots; slot++) {
            Field field = type.fields().get(slot);
            String cell = field.isComputed() ? null : row.cell(columns[slot]);
            if (cell == null) {
                if (field.required()) {
                    return rejected(
                            row, missing(slot), "column " + columns[slot] + " is empty; expected " + field.name());
                }
                nulls |= 1L << slot;
            } else if (field.kind() == FieldKind.STRING) {
                strings[slot] = cell;
            } else if (field.kind() == FieldKind.BYTES) {
                try {
                    strings[slot] = Cells.bytes(cell);
                } catch (IllegalArgumentException e) {
                    return rejected(row, Reason.INCOMPATIBLE_SCHEMA, "column " + columns[slot] + ": " + e.getMessage());
                }
            } else if (field.kind().isVector()) {
                vectors = vectors.length == 0 ? new NumberVector[slots] : vectors;
                try {
                    NumberVector vector = Cells.vector(field.kind(), cell);
                    Read rejected = checked(row, slot, vector);
                    if (rejected != null) {
                        return rejected;
                    }
                    vectors[slot] = vector;
                } catch (IllegalArgumentException e) {
                    return rejected(row, Reason.INCOMPATIBLE_SCHEMA, "column " + columns[slot] + ": " + e.getMessage());
                }
            } else {
                try {
                    bits[slot] = Cells.bits(field.kind(), cell);
                } catch (IllegalArgumentException e) {
                    return rejected(row, Reason.INCOMPATIBLE_SCHEMA, "column " + columns[slot] + ": " + e.getMessage());
                }
                if (field.kind() == FieldKind.DOUBLE && !Double.isFinite(Double.longBitsToDouble(bits[slot]))) {
                    return rejected(row, Reason.NOT_FINITE, "column " + columns[slot] + " is no finite number");
                }
            }
        }
        bits[type.timeSlot()] += mapping.delay();
        String text = strings[type.idSlot()];
        String id = text != null ? text : Long.toString(bits[type.idSlot()]);
        long time = bits[type.timeSlot()];
        if (id.isBlank()) {
            return rejected(row, Reason.MISSING_ID, "column " + columns[type.idSlot()] + " is blank");
        }
        if (id.length() > EventType.LONGEST_ID) {
            return rejected(row, Reason.OVERSIZED, "the id has more than " + EventType.LONGEST_ID + " characters");
        }
        if (time < 0) {
            return rejected(row, Reason.MISSING_TIME, "the event time is before 1970");
        }
        if (time > EventType.LATEST_TIME) {
            return rejected(row, Reason.TIME_IN_FUTURE, "the event time is after the year 9999");
        }
        Event event = new Event(source.index(), 0, row.number(), -1, -1, id, time, nulls, bits, strings, vectors);
        return new Read(event, null);
    }

    /** Why a vector is not valid; null where it is. */
    private @Nullable Read checked(Row row, int slot, NumberVector vector) {
        Field field = type.fields().get(slot);
        String column = "column " + columns[slot];
        if (!field.takes(vector.size())) {
            return rejected(
                    row,
                    Reason.WRONG_LENGTH,
                    column + " has " + vector.size() + " numbers; " + field.dimensions() + " are declared");
        }
        return vector.isFinite() ? null : rejected(row, Reason.NOT_FINITE, column + " has a number that is not finite");
    }

    private Reason missing(int slot) {
        if (slot == type.idSlot()) {
            return Reason.MISSING_ID;
        }
        return slot == type.timeSlot() ? Reason.MISSING_TIME : Reason.MISSING_KEY;
    }

    private Read rejected(Row row, Reason reason, String detail) {
        return new Read(
                null,
                new DeadLetter(
                        source.name(),
                        file,
                        0,
                        row.number(),
                        -1,
                        reason,
                        detail,
                        row.cell(columns[type.idSlot()]),
                        null,
                        null));
    }
}
