package io.millrace.model.control;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link ModelCommand}, version 1: its components in order; kinds by name, models after their number, shares as doubles. */
public final class ModelCommandCodec implements Codec<ModelCommand> {
    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(ModelCommand command, DataOutput out) throws IOException {
        Binary.writeString(command.id(), out);
        Binary.writeString(command.kind().name(), out);
        Binary.writeString(command.segment(), out);
        Binary.writeLong(command.models().size(), out);
        for (Share model : command.models()) {
            Binary.writeString(model.digest(), out);
            out.writeDouble(model.share());
        }
        out.writeLong(command.at());
        Binary.writeString(command.author(), out);
        Binary.writeString(command.reason(), out);
        out.writeLong(command.writtenAt());
    }

    @Override
    public ModelCommand read(DataInput in, int version) throws IOException {
        return new ModelCommand(
                Binary.readText(in),
                ModelCommand.Kind.valueOf(Binary.readText(in)),
                Binary.readText(in),
                models(in),
                in.readLong(),
                Binary.readText(in),
                Binary.readText(in),
                in.readLong());
    }

    private static List<Share> models(DataInput in) throws IOException {
        int size = Binary.readInt(in);
        List<Share> models = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            models.add(new Share(Binary.readText(in), in.readDouble()));
        }
        return models;
    }
}
