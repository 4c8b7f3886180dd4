package io.millrace.flink;

import io.millrace.event.Binary;
import io.millrace.event.Event;
import java.io.IOException;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Tombstones that were read before their events, and wait for them. All methods concern the id at hand.
 *
 * <p>Bytes, version 1: the version, until when it waits, partition, offset, timestamp.
 */
final class WaitingTombstones {
    /** The name of the state. */
    static final String STATE = "tombstone";

    private static final byte VERSION = 1;
    private static final int BYTES = 48;

    private final ValueState<byte[]> state;
    private final DataOutputSerializer out = new DataOutputSerializer(BYTES);

    WaitingTombstones(KeyedStateStore store) {
        this.state = store.getState(
                new ValueStateDescriptor<>(STATE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    /**
     * A tombstone that waits.
     *
     * @param until the event time at which it has waited for long enough
     * @param timestamp of its record
     */
    record Waiting(long until, int partition, long offset, long timestamp) {
        Event tombstone(int source, String id) {
            return Event.toDelete(source, partition, offset, timestamp, id);
        }
    }

    void add(Event tombstone, long until) throws Exception {
        out.clear();
        out.writeByte(VERSION);
        Binary.writeLong(until, out);
        Binary.writeLong(tombstone.partition(), out);
        Binary.writeLong(tombstone.offset(), out);
        Binary.writeLong(tombstone.timestamp(), out);
        state.update(out.getCopyOfBuffer());
    }

    @Nullable
    Waiting waiting() throws Exception {
        byte @Nullable [] bytes = state.value();
        return bytes == null ? null : read(new DataInputDeserializer(bytes));
    }

    /** Reads the state of one id. */
    static Waiting read(DataInputDeserializer in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("a tombstone is of version " + version + "; this release reads " + VERSION
                    + ": restore it with the release that wrote it");
        }
        return new Waiting(Binary.readLong(in), Binary.readInt(in), Binary.readLong(in), Binary.readLong(in));
    }

    void remove() {
        state.clear();
    }
}
