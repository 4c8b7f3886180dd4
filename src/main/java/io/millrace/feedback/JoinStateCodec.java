package io.millrace.feedback;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import io.millrace.feedback.JoinState.Tracked;
import io.millrace.model.PredictionCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes of {@link JoinState}, version 1: the version of predictions' bytes, each prediction with its revision, and the report if there is one. */
public final class JoinStateCodec implements Codec<JoinState> {
    private final PredictionCodec predictions = new PredictionCodec();

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(JoinState state, DataOutput out) throws IOException {
        out.writeByte(predictions.version());
        out.writeInt(state.tracked().size());
        for (Tracked tracked : state.tracked()) {
            predictions.write(tracked.prediction(), out);
            out.writeInt(tracked.revision());
        }
        Report report = state.report();
        out.writeBoolean(report != null);
        if (report != null) {
            Binary.writeString(report.eventId(), out);
            out.writeLong(report.time());
            out.writeInt(report.partition());
            out.writeLong(report.offset());
            out.writeLong(report.timestamp());
        }
    }

    @Override
    public JoinState read(DataInput in, int version) throws IOException {
        int predictionVersion = in.readByte();
        int size = in.readInt();
        List<Tracked> tracked = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            tracked.add(new Tracked(predictions.read(in, predictionVersion), in.readInt()));
        }
        return new JoinState(tracked, readReport(in));
    }

    private static @Nullable Report readReport(DataInput in) throws IOException {
        return in.readBoolean()
                ? new Report(Binary.readText(in), in.readLong(), in.readInt(), in.readLong(), in.readLong())
                : null;
    }
}
