package io.millrace.adapter.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.event.EventType;
import io.millrace.event.FieldKind;
import io.millrace.event.NumberVector;
import io.millrace.governance.Reason;
import io.millrace.pipeline.Source;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * What makes a row of the right types a valid event: an id, a time that can be, every required field, finite numbers, vectors of the declared size.
 *
 * <p>An event time before 1970 counts as missing, for no clock gave it. One after the year 9999, or further ahead of Kafka's record
 * timestamp than the source allows, lies in the future: it would drag the watermark along and make every other event late. Where a
 * record has no Kafka timestamp, only the first two rules hold.
 */
final class EventRules {
    static final int LONGEST_ID = EventType.LONGEST_ID;
    /** Bytes of a character in UTF-8, in the units that a length of a string counts. */
    private static final int LONGEST_CHARACTER = 3;

    static final long LATEST = EventType.LATEST_TIME;

    private final EventType type;
    private final long future;

    EventRules(Source source) {
        this.type = source.type();
        this.future = source.future();
    }

    /** The business id: a string as it is, a number in decimal digits. */
    String id(Row row) {
        int slot = type.idSlot();
        if (row.isNull(slot)) {
            throw new MalformedException(Reason.MISSING_ID, "the id " + name(slot) + " is null");
        }
        String string = row.strings[slot];
        String id = string != null ? string : Long.toString(row.bits[slot]);
        return checked(id, "the id " + name(slot));
    }

    /** The business id that is the key of a tombstone, in UTF-8. */
    String id(byte @Nullable [] key) {
        if (key == null) {
            throw new MalformedException(
                    Reason.MISSING_ID, "the tombstone has no key; expected the id of the event to delete, in UTF-8");
        }
        if (key.length > LONGEST_ID * LONGEST_CHARACTER) {
            throw new MalformedException(
                    Reason.OVERSIZED, "the tombstone's key has " + key.length + " bytes; expected the id of an event");
        }
        try {
            return checked(UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString(), "the tombstone's key");
        } catch (CharacterCodingException e) {
            throw new MalformedException(
                    Reason.MISSING_ID,
                    "the tombstone's key is no text in UTF-8; expected the id of the event to delete");
        }
    }

    private static String checked(String id, String what) {
        if (id.isBlank()) {
            throw new MalformedException(Reason.MISSING_ID, what + " is blank");
        }
        if (id.length() > LONGEST_ID) {
            throw new MalformedException(
                    Reason.OVERSIZED,
                    what + " has " + id.length() + " characters; at most " + LONGEST_ID + " are taken");
        }
        return id;
    }

    /**
     * Checks all other rules and gives the event time.
     *
     * @param timestamp Kafka's, or -1
     */
    long check(Row row, long timestamp) {
        long time = time(row, timestamp);
        for (int slot = 0; slot < type.fields().size(); slot++) {
            if (row.isNull(slot)) {
                require(slot);
            } else {
                checkNumbers(row, slot);
            }
        }
        return time;
    }

    private void checkNumbers(Row row, int slot) {
        EventType.Field field = type.fields().get(slot);
        if (field.kind() == FieldKind.DOUBLE && !Double.isFinite(Double.longBitsToDouble(row.bits[slot]))) {
            throw new MalformedException(Reason.NOT_FINITE, "field " + field.name() + " is NaN or infinite");
        }
        NumberVector vector = row.vectors.length == 0 ? null : row.vectors[slot];
        if (vector != null && !field.takes(vector.size())) {
            throw new MalformedException(
                    Reason.WRONG_LENGTH,
                    "field " + field.name() + " has " + vector.size() + " numbers; " + field.dimensions()
                            + " are declared");
        }
        if (vector != null && !vector.isFinite()) {
            throw new MalformedException(Reason.NOT_FINITE, "field " + field.name() + " has a NaN or infinite number");
        }
    }

    private void require(int slot) {
        if (type.fields().get(slot).required()) {
            throw new MalformedException(Reason.MISSING_KEY, "field " + name(slot) + " is null, but required");
        }
    }

    private long time(Row row, long timestamp) {
        int slot = type.timeSlot();
        if (row.isNull(slot)) {
            throw new MalformedException(Reason.MISSING_TIME, "the event time " + name(slot) + " is null");
        }
        long time = row.bits[slot];
        if (time < 0) {
            throw new MalformedException(
                    Reason.MISSING_TIME,
                    "the event time " + name(slot) + " is " + time + " ms; expected one from 1970 on");
        }
        if (time > LATEST) {
            throw new MalformedException(
                    Reason.TIME_IN_FUTURE,
                    "the event time " + name(slot) + " is " + time
                            + " ms, after the year 9999; expected milliseconds since 1970");
        }
        if (timestamp >= 0 && time - timestamp > future) {
            throw new MalformedException(
                    Reason.TIME_IN_FUTURE,
                    "the event time " + name(slot) + " is " + (time - timestamp)
                            + " ms ahead of the record's timestamp; at most " + future + " ms are declared");
        }
        return time;
    }

    private String name(int slot) {
        return type.fields().get(slot).name();
    }
}
