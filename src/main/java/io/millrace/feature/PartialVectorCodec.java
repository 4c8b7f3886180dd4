package io.millrace.feature;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import io.millrace.event.Event;
import io.millrace.event.EventCodec;
import io.millrace.feature.PartialVector.Kind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of {@link PartialVector}, version 5: the kind (0 scored, 1 fact, 2 retraction, 3 scored while features are warming), the version of the event's bytes, the event, the row (its length, how many of its values follow, these; the rest are zero), the
 * frontier, the hashes of the events that windows held, and for kind 3 the slots that are warming, each with the time until when.
 * Version 4 has all values of the row. Version 3 has no hashes either. Version 2 has no kind 3. Version 1 has no kind: what has a row is scored, the rest are facts.
 */
public final class PartialVectorCodec implements Codec<PartialVector> {
    private static final int WITHOUT_KIND = 1;
    private static final int WITHOUT_HASHES = 3;
    private static final int WITH_WHOLE_ROW = 4;
    private static final byte SCORED = 0;
    private static final byte FACT = 1;
    private static final byte RETRACTION = 2;
    private static final byte WARMING = 3;

    private final EventCodec events = new EventCodec();

    @Override
    public int version() {
        return 5;
    }

    @Override
    public void write(PartialVector partial, DataOutput out) throws IOException {
        out.writeByte(partial.warming().all().isEmpty() ? code(partial.kind()) : WARMING);
        out.writeByte(events.version());
        events.write(partial.event(), out);
        write(partial.rowIfMade(), partial.features(), out);
        Frontier frontier = partial.frontier();
        Binary.writeLong(frontier.size(), out);
        for (int i = 0; i < frontier.size(); i++) {
            Binary.writeLong(frontier.set(i), out);
            Binary.writeLong(frontier.source(i), out);
            Binary.writeLong(frontier.partition(i), out);
            Binary.writeLong(frontier.offset(i), out);
        }
        Binary.writeLong(frontier.held(), out);
        for (int i = 0; i < frontier.held(); i++) {
            Binary.writeLong(frontier.heldSet(i), out);
            Binary.writeLong(frontier.heldSource(i), out);
            out.writeLong(frontier.heldHash(i));
        }
        if (!partial.warming().all().isEmpty()) {
            write(partial.warming(), out);
        }
    }

    /** What no feature set has filled yet is not written. */
    private static void write(double[] row, int features, DataOutput out) throws IOException {
        int filled = row.length;
        while (filled > 0 && Double.doubleToRawLongBits(row[filled - 1]) == 0) {
            filled--;
        }
        Binary.writeLong(features, out);
        Binary.writeLong(filled, out);
        for (int i = 0; i < filled; i++) {
            out.writeDouble(row[i]);
        }
    }

    private static void write(WarmingSlots warming, DataOutput out) throws IOException {
        Binary.writeLong(warming.all().size(), out);
        for (WarmingSlots.Until until : warming.all()) {
            Binary.writeLong(until.slot(), out);
            Binary.writeLong(until.time(), out);
        }
    }

    @Override
    public PartialVector read(DataInput in, int version) throws IOException {
        byte code = version == WITHOUT_KIND ? FACT : in.readByte();
        Event event = events.read(in, in.readByte());
        int features = Binary.readInt(in);
        int filled = version > WITH_WHOLE_ROW ? Binary.readInt(in) : features;
        double[] row = filled == 0 ? PartialVector.NO_ROW : new double[features];
        for (int i = 0; i < filled; i++) {
            row[i] = in.readDouble();
        }
        Frontier frontier = new Frontier();
        int size = Binary.readInt(in);
        for (int i = 0; i < size; i++) {
            frontier.add(Binary.readInt(in), Binary.readInt(in), Binary.readInt(in), Binary.readLong(in));
        }
        if (version > WITHOUT_HASHES) {
            readHashes(in, frontier);
        }
        Kind kind = version == WITHOUT_KIND ? kindOf(features) : kind(code);
        return new PartialVector(
                kind, event, features, row, frontier, code == WARMING ? warming(in) : WarmingSlots.NONE);
    }

    private static void readHashes(DataInput in, Frontier frontier) throws IOException {
        int held = Binary.readInt(in);
        for (int i = 0; i < held; i++) {
            frontier.hold(Binary.readInt(in), Binary.readInt(in), in.readLong());
        }
    }

    private static WarmingSlots warming(DataInput in) throws IOException {
        int size = Binary.readInt(in);
        List<WarmingSlots.Until> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(new WarmingSlots.Until(Binary.readInt(in), Binary.readLong(in)));
        }
        return new WarmingSlots(all);
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
            case SCORED, WARMING -> Kind.SCORED;
            case FACT -> Kind.FACT;
            case RETRACTION -> Kind.RETRACTION;
            default -> throw new IOException("there is no kind " + code + " of events");
        };
    }

    private static Kind kindOf(int features) {
        return features > 0 ? Kind.SCORED : Kind.FACT;
    }
}
