package io.millrace.adapter.registry;

import io.millrace.model.control.ModelCommand;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;

/** Commands as {@code schemas/model-command.avsc} has them, keyed by their ids. */
final class ModelCommandLayout implements Layout<ModelCommand> {
    private static final int SOON = 0;
    private static final int AT = 1;

    @Override
    public String schema() {
        return OutputSchemas.MODEL_COMMAND;
    }

    @Override
    public String key(ModelCommand command) {
        return command.id();
    }

    @Override
    public long time(ModelCommand command) {
        return command.writtenAt();
    }

    @Override
    public void write(ModelCommand command, Encoder out) throws IOException {
        boolean isSoon = command.at() == ModelCommand.SOON;
        out.writeString(command.id());
        out.writeString(command.kind().name());
        out.writeString(command.segment());
        Fields.writeShares(command.models(), out);
        out.writeIndex(isSoon ? SOON : AT);
        if (!isSoon) {
            out.writeLong(command.at());
        }
        out.writeString(command.author());
        out.writeString(command.reason());
        out.writeLong(command.writtenAt());
    }

    @Override
    public ModelCommand read(GenericRecord in) {
        Object at = in.get("at");
        return new ModelCommand(
                Fields.text(in, "id"),
                ModelCommand.Kind.valueOf(Fields.text(in, "kind")),
                Fields.text(in, "segment"),
                Fields.shares(in, "models"),
                at == null ? ModelCommand.SOON : (long) at,
                Fields.text(in, "author"),
                Fields.text(in, "reason"),
                (long) in.get("written_at"));
    }
}
