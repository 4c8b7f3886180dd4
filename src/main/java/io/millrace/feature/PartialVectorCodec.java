package io.millrace.feature;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import io.millrace.event.Event;
import io.millrace.event.EventCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Bytes of {@link PartialVector}, version 1: the version of the event's bytes, the event, the row (its length first), the frontier. */
public final class PartialVectorCodec implements Codec<PartialVector> {
    private final EventCodec events = new EventCodec();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(PartialVector partial, DataOutput out) throws IOException {
        out.writeByte(events.version());
        events.write(partial.event(), out);
        Binary.writeLong(partial.row().length, out);
        for (double feature : partial.row()) {
            out.writeDouble(feature);
        }
        Frontier frontier = partial.frontier();
        Binary.writeLong(frontier.size(), out);
        for (int i = 0; i < frontier.size(); i++) {
            Binary.writeLong(frontier.set(i), out);
            Binary.writeLong(frontier.source(i), out);
            Binary.writeLong(frontier.partition(i), out);
            Binary.writeLong(frontier.offset(i), out);
        }
    }

    @Override
    public PartialVector read(DataInput in, int version) throws IOException {
        Event event = events.read(in, in.readByte());
        double[] row = new double[Binary.readInt(in)];
        for (int i = 0; i < row.length; i++) {
            row[i] = in.readDouble();
        }
        Frontier frontier = new Frontier();
        int size = Binary.readInt(in);
        for (int i = 0; i < size; i++) {
            frontier.add(Binary.readInt(in), Binary.readInt(in), Binary.readInt(in), Binary.readLong(in));
        }
        return new PartialVector(event, row, frontier);
    }
}
