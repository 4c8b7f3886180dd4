package io.millrace.flink;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import io.millrace.event.Event;
import io.millrace.feature.PartialVector;
import io.millrace.feature.PartialVectorCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Bytes of {@link HeldEvent}, version 1. What comes first in order comes first byte by byte too, as RocksDB compares: the time with its sign flipped (8 bytes), 1 for an erasure and else 0, the partition (4), the offset (8),
 * 1 for a retraction and else 0. Then the entity's key, the version of the event's bytes, and these. That version stands with each event because what rests in a queue is not written again by a later release.
 */
final class HeldEventCodec implements Codec<HeldEvent> {
    private static final int ORDER_BYTES = Long.BYTES + 1 + Integer.BYTES + Long.BYTES + 1;

    private final PartialVectorCodec partials = new PartialVectorCodec();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(HeldEvent held, DataOutput out) throws IOException {
        PartialVector partial = held.partial();
        Event event = partial.event();
        out.writeLong(event.time() ^ Long.MIN_VALUE);
        out.writeBoolean(partial.isFact());
        out.writeInt(event.partition());
        out.writeLong(event.offset());
        out.writeBoolean(partial.isRetraction());
        Binary.writeString(held.getKey(), out);
        out.writeByte(partials.version());
        partials.write(partial, out);
    }

    @Override
    public HeldEvent read(DataInput in, int version) throws IOException {
        in.skipBytes(ORDER_BYTES);
        return new HeldEvent(Binary.readText(in), partials.read(in, in.readByte()));
    }
}
