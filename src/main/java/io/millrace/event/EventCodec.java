package io.millrace.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The form of events between tasks and in state. Holds no names: writer and reader must use the same {@link EventType}.
 *
 * <p>Version 1: source, partition, offset, timestamp, schema id as numbers of variable length, the id, the event time, the
 * null mask (8 bytes), the number of slots, then for each slot that is not null a byte 0 and 8 bytes of bits, or a byte 1 and a string.
 * Version 2: a slot may also be a byte 2 and a vector, its size first.
 */
public final class EventCodec implements Codec<Event> {
    private static final byte BITS = 0;
    private static final byte STRING = 1;
    private static final byte VECTOR = 2;

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void write(Event event, DataOutput out) throws IOException {
        Binary.writeLong(event.source(), out);
        Binary.writeLong(event.partition(), out);
        Binary.writeLong(event.offset(), out);
        Binary.writeLong(event.timestamp(), out);
        Binary.writeLong(event.schemaId(), out);
        Binary.writeString(event.id(), out);
        Binary.writeLong(event.time(), out);
        out.writeLong(event.nulls());
        Binary.writeLong(event.slots(), out);
        for (int slot = 0; slot < event.slots(); slot++) {
            if (!event.isNull(slot)) {
                writeSlot(event, slot, out);
            }
        }
    }

    private static void writeSlot(Event event, int slot, DataOutput out) throws IOException {
        String string = event.stringAt(slot);
        NumberVector vector = event.vectorAt(slot);
        if (vector != null) {
            out.writeByte(VECTOR);
            vector.write(out);
        } else if (string == null) {
            out.writeByte(BITS);
            out.writeLong(event.longAt(slot));
        } else {
            out.writeByte(STRING);
            Binary.writeString(string, out);
        }
    }

    @Override
    public Event read(DataInput in, int version) throws IOException {
        int source = Binary.readInt(in);
        int partition = Binary.readInt(in);
        long offset = Binary.readLong(in);
        long timestamp = Binary.readLong(in);
        int schemaId = Binary.readInt(in);
        String id = Binary.readText(in);
        long time = Binary.readLong(in);
        long nulls = in.readLong();
        int slots = Binary.readInt(in);
        if (slots < 0 || slots > EventType.MAX_FIELDS) {
            throw new IOException(
                    "an event has " + slots + " slots; at most " + EventType.MAX_FIELDS + " are possible");
        }
        long[] bits = new long[slots];
        @Nullable String[] strings = new @Nullable String[slots];
        @Nullable NumberVector[] vectors = Event.NO_VECTORS;
        for (int slot = 0; slot < slots; slot++) {
            if ((nulls >>> slot & 1) != 0) {
                continue;
            }
            switch (in.readByte()) {
                case BITS -> bits[slot] = in.readLong();
                case STRING -> strings[slot] = Binary.readText(in);
                case VECTOR -> {
                    vectors = vectors.length == 0 ? new @Nullable NumberVector[slots] : vectors;
                    vectors[slot] = NumberVector.read(in);
                }
                default -> throw new IOException("slot " + slot + " of an event is of no known kind");
            }
        }
        return new Event(source, partition, offset, timestamp, schemaId, id, time, nulls, bits, strings, vectors);
    }
}
