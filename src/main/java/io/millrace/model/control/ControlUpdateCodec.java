package io.millrace.model.control;

import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Bytes of {@link ControlUpdate}, version 1: the version of the decision's bytes and the decision, or a 0; the horizon in 8 bytes. */
public final class ControlUpdateCodec implements Codec<ControlUpdate> {
    private static final byte NONE = 0;

    private final DecisionCodec decisions = new DecisionCodec();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(ControlUpdate update, DataOutput out) throws IOException {
        Decision decision = update.decision();
        if (decision == null) {
            out.writeByte(NONE);
        } else {
            out.writeByte(decisions.version());
            decisions.write(decision, out);
        }
        out.writeLong(update.horizon());
    }

    @Override
    public ControlUpdate read(DataInput in, int version) throws IOException {
        int written = in.readByte();
        return new ControlUpdate(written == NONE ? null : decisions.read(in, written), in.readLong());
    }
}
