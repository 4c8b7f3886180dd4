package io.millrace.model;

import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Bytes of {@link Prediction}, version 2: its components in order; strings in modified UTF-8, lists and arrays after their length. Version 1 does not say which events windows held. */
public final class PredictionCodec implements Codec<Prediction> {
    private static final int WITHOUT_HELD = 1;

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void write(Prediction prediction, DataOutput out) throws IOException {
        out.writeUTF(prediction.id());
        out.writeUTF(prediction.pipeline());
        out.writeUTF(prediction.eventId());
        out.writeLong(prediction.eventTime());
        out.writeFloat(prediction.score());
        out.writeBoolean(prediction.decision());
        out.writeDouble(prediction.propensity());
        out.writeUTF(prediction.slot().name());
        out.writeUTF(prediction.servedBy());
        out.writeUTF(prediction.modelDigest());
        out.writeUTF(prediction.featureFingerprint());
        out.writeInt(prediction.vector().length);
        for (double feature : prediction.vector()) {
            out.writeDouble(feature);
        }
        writeTrigger(prediction.trigger(), out);
        out.writeInt(prediction.frontier().size());
        for (Seen seen : prediction.frontier()) {
            writeSeen(seen, out);
        }
        out.writeInt(prediction.held().size());
        for (Held held : prediction.held()) {
            out.writeUTF(held.featureSet());
            out.writeUTF(held.topic());
            out.writeLong(held.events());
        }
        out.writeUTF(prediction.execution());
        out.writeUTF(prediction.delivery());
    }

    private static void writeTrigger(Trigger trigger, DataOutput out) throws IOException {
        out.writeUTF(trigger.topic());
        out.writeInt(trigger.partition());
        out.writeLong(trigger.offset());
        out.writeLong(trigger.timestamp());
        out.writeInt(trigger.schemaId());
    }

    private static void writeSeen(Seen seen, DataOutput out) throws IOException {
        out.writeUTF(seen.featureSet());
        out.writeUTF(seen.topic());
        out.writeInt(seen.partition());
        out.writeLong(seen.offset());
    }

    @Override
    public Prediction read(DataInput in, int version) throws IOException {
        return new Prediction(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readFloat(),
                in.readBoolean(),
                in.readDouble(),
                Slot.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                readVector(in),
                new Trigger(in.readUTF(), in.readInt(), in.readLong(), in.readLong(), in.readInt()),
                readFrontier(in),
                version == WITHOUT_HELD ? List.of() : readHeld(in),
                in.readUTF(),
                in.readUTF());
    }

    private static double[] readVector(DataInput in) throws IOException {
        double[] vector = new double[in.readInt()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = in.readDouble();
        }
        return vector;
    }

    private static List<Seen> readFrontier(DataInput in) throws IOException {
        int size = in.readInt();
        List<Seen> frontier = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            frontier.add(new Seen(in.readUTF(), in.readUTF(), in.readInt(), in.readLong()));
        }
        return frontier;
    }

    private static List<Held> readHeld(DataInput in) throws IOException {
        int size = in.readInt();
        List<Held> held = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            held.add(new Held(in.readUTF(), in.readUTF(), in.readLong()));
        }
        return held;
    }
}
