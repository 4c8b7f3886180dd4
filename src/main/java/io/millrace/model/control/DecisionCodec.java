package io.millrace.model.control;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Bytes of {@link Decision}, version 1: the version of the command's bytes, the command, the verdict by name, the detail, the horizon, the vector. */
public final class DecisionCodec implements Codec<Decision> {
    private final ModelCommandCodec commands = new ModelCommandCodec();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(Decision decision, DataOutput out) throws IOException {
        out.writeByte(commands.version());
        commands.write(decision.command(), out);
        Binary.writeString(decision.verdict().name(), out);
        Binary.writeString(decision.detail(), out);
        out.writeLong(decision.horizon());
        Binary.writeString(decision.vector(), out);
    }

    @Override
    public Decision read(DataInput in, int version) throws IOException {
        int written = in.readByte();
        return new Decision(
                commands.read(in, written),
                Decision.Verdict.valueOf(Binary.readText(in)),
                Binary.readText(in),
                in.readLong(),
                Binary.readText(in));
    }
}
