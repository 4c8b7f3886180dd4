package io.millrace.feedback;

import io.millrace.event.Codec;
import io.millrace.feedback.LabelledExample.Outcome;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Bytes of {@link LabelledExample}, version 1: its components in order. */
public final class LabelledExampleCodec implements Codec<LabelledExample> {
    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(LabelledExample example, DataOutput out) throws IOException {
        out.writeUTF(example.predictionId());
        out.writeInt(example.revision());
        out.writeUTF(example.pipeline());
        out.writeUTF(example.eventId());
        out.writeLong(example.eventTime());
        out.writeDouble(example.label());
        out.writeUTF(example.outcome().name());
        out.writeLong(example.outcomeTime());
        out.writeInt(example.vector().length);
        for (double feature : example.vector()) {
            out.writeDouble(feature);
        }
        out.writeUTF(example.featureFingerprint());
        out.writeUTF(example.modelDigest());
        out.writeUTF(example.slot());
        out.writeFloat(example.score());
        out.writeBoolean(example.decision());
        out.writeDouble(example.propensity());
    }

    @Override
    public LabelledExample read(DataInput in, int version) throws IOException {
        return new LabelledExample(
                in.readUTF(),
                in.readInt(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readDouble(),
                Outcome.valueOf(in.readUTF()),
                in.readLong(),
                readVector(in),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readFloat(),
                in.readBoolean(),
                in.readDouble());
    }

    private static double[] readVector(DataInput in) throws IOException {
        double[] vector = new double[in.readInt()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = in.readDouble();
        }
        return vector;
    }
}
