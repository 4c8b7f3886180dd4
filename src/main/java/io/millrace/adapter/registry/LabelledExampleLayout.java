package io.millrace.adapter.registry;

import io.millrace.feedback.LabelledExample;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;

/** Labelled examples as {@code schemas/labelled-example.avsc} has them, keyed by the scored event's business id. */
final class LabelledExampleLayout implements Layout<LabelledExample> {
    @Override
    public String schema() {
        return OutputSchemas.LABELLED_EXAMPLE;
    }

    @Override
    public String key(LabelledExample example) {
        return example.eventId();
    }

    @Override
    public long time(LabelledExample example) {
        return example.eventTime();
    }

    @Override
    public void write(LabelledExample example, Encoder out) throws IOException {
        out.writeString(example.predictionId());
        out.writeInt(example.revision());
        out.writeString(example.pipeline());
        out.writeString(example.eventId());
        out.writeLong(example.eventTime());
        out.writeDouble(example.label());
        out.writeEnum(symbol(example.outcome()));
        out.writeLong(example.outcomeTime());
        Fields.writeDoubles(example.vector(), out);
        out.writeString(example.featureFingerprint());
        out.writeString(example.modelDigest());
        out.writeString(example.slot());
        out.writeFloat(example.score());
        out.writeBoolean(example.decision());
        out.writeDouble(example.propensity());
    }

    /** The symbol's place in the schema. */
    private static int symbol(LabelledExample.Outcome outcome) {
        return switch (outcome) {
            case REPORTED -> 0;
            case ABSENT -> 1;
        };
    }

    @Override
    public LabelledExample read(GenericRecord in) {
        return new LabelledExample(
                Fields.text(in, "prediction_id"),
                (int) in.get("revision"),
                Fields.text(in, "pipeline"),
                Fields.text(in, "event_id"),
                (long) in.get("event_time"),
                (double) in.get("label"),
                LabelledExample.Outcome.valueOf(Fields.text(in, "outcome")),
                (long) in.get("outcome_time"),
                Fields.doubles(in, "vector"),
                Fields.text(in, "feature_fingerprint"),
                Fields.text(in, "model_digest"),
                Fields.text(in, "slot"),
                (float) in.get("score"),
                (boolean) in.get("decision"),
                (double) in.get("propensity"));
    }
}
