package io.millrace.feature;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import io.millrace.event.Event;
import io.millrace.event.EventCodec;
import io.millrace.feature.PartialVector.Kind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of {@link PartialVector}, version 2: the kind (0 scored, 1 fact, 2 retraction), the version of the event's bytes, the event, the row (its length first), the frontier.
 * Version 1 has no kind: what has a row is scored, the rest are facts.
 */
public final class PartialVectorCodec implements Codec<PartialVector> {
    private static final int WITHOUT_KIND = 1;
    private static final byte SCORED = 0;
    private static final byte FACT = 1;
    private static final byte RETRACTION = 2;

    private final EventCodec events = new EventCodec();

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void write(PartialVector partial, DataOutput out) throws IOException {
        out.writeByte(code(partial.kind()));
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
        @Nullable Kind kind = version == WITHOUT_KIND ? null : kind(in.readByte());
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
        return new PartialVector(kind == null ? kindOf(row) : kind, event, row, frontier);
    }

    private static byte code(Kind kind) {
        return switch (kind) {
            case SCORED -> SCORED;
            case FACT -> FACT;
            case RETRACTION -> RETRACTION;
        };
    }

    private static Kind kind(byte code) throws IOException {
        return switch (code) {
            case SCORED -> Kind.SCORED;
            case FACT -> Kind.FACT;
            case RETRACTION -> Kind.RETRACTION;
            default -> throw new IOException("there is no kind " + code + " of events");
        };
    }

    private static Kind kindOf(double[] row) {
        return row.length > 0 ? Kind.SCORED : Kind.FACT;
    }
}
