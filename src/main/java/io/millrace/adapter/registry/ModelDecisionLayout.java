package io.millrace.adapter.registry;

import io.millrace.model.control.Decision;
import io.millrace.model.control.ModelCommand;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;

/** Decisions as {@code schemas/model-decision.avsc} has them, keyed by command and verdict, so that compaction keeps each. */
final class ModelDecisionLayout implements Layout<Decision> {
    @Override
    public String schema() {
        return OutputSchemas.MODEL_DECISION;
    }

    @Override
    public String key(Decision decision) {
        return decision.command().id() + " " + decision.verdict();
    }

    @Override
    public long time(Decision decision) {
        return decision.command().writtenAt();
    }

    @Override
    public void write(Decision decision, Encoder out) throws IOException {
        ModelCommand command = decision.command();
        out.writeString(command.id());
        out.writeString(command.kind().name());
        out.writeString(command.segment());
        Fields.writeShares(command.models(), out);
        out.writeLong(command.at());
        out.writeString(command.author());
        out.writeString(command.reason());
        out.writeLong(command.writtenAt());
        out.writeString(decision.verdict().name());
        out.writeString(decision.detail());
        out.writeLong(decision.horizon());
        out.writeString(decision.vector());
    }

    @Override
    public Decision read(GenericRecord in) {
        ModelCommand command = new ModelCommand(
                Fields.text(in, "command_id"),
                ModelCommand.Kind.valueOf(Fields.text(in, "kind")),
                Fields.text(in, "segment"),
                Fields.shares(in, "models"),
                (long) in.get("at"),
                Fields.text(in, "author"),
                Fields.text(in, "reason"),
                (long) in.get("written_at"));
        Decision.Verdict verdict = Decision.Verdict.valueOf(Fields.text(in, "verdict"));
        return new Decision(
                command,
                verdict,
                Fields.text(in, "detail"),
                (long) in.get("horizon"),
                Fields.text(in, "feature_fingerprint"));
    }
}
