package io.millrace.adapter.registry;

import io.millrace.model.Held;
import io.millrace.model.Prediction;
import io.millrace.model.Seen;
import io.millrace.model.Slot;
import io.millrace.model.Trigger;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;

/** Predictions as {@code schemas/prediction.avsc} has them, keyed by the scored event's business id. Writing one allocates nothing. Used by one thread. */
final class PredictionLayout implements Layout<Prediction> {
    private final RepeatedTexts texts = new RepeatedTexts();
    private final ByteBuffer hash = ByteBuffer.allocate(Long.BYTES);
    private final Words words = new Words();
    private final Map<SharedFrontier.Part, SharedFrontier.Part> parts = new HashMap<>();

    @Override
    public String schema() {
        return OutputSchemas.PREDICTION;
    }

    @Override
    public String key(Prediction prediction) {
        return prediction.eventId();
    }

    @Override
    public long time(Prediction prediction) {
        return prediction.eventTime();
    }

    @Override
    public void write(Prediction prediction, Encoder out) throws IOException {
        byte[] id = prediction.idBytes();
        out.writeBytes(id, 0, id.length);
        texts.write(prediction.pipeline(), out);
        out.writeString(prediction.eventId());
        out.writeLong(prediction.eventTime());
        out.writeFloat(prediction.score());
        out.writeBoolean(prediction.decision());
        out.writeDouble(prediction.propensity());
        texts.write(prediction.slot().name(), out);
        texts.write(prediction.servedBy(), out);
        texts.write(prediction.modelDigest(), out);
        texts.write(prediction.featureFingerprint(), out);
        Fields.writeDoubles(prediction.vector(), out);
        writeTrigger(prediction.trigger(), out);
        writeFrontier(prediction.frontier(), out);
        writeHeld(prediction.held(), out);
        texts.write(prediction.execution(), out);
        texts.write(prediction.delivery(), out);
    }

    private void writeTrigger(Trigger trigger, Encoder out) throws IOException {
        texts.write(trigger.topic(), out);
        out.writeInt(trigger.partition());
        out.writeLong(trigger.offset());
        out.writeLong(trigger.timestamp());
        out.writeInt(trigger.schemaId());
    }

    private void writeFrontier(List<Seen> frontier, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(frontier.size());
        for (int i = 0; i < frontier.size(); i++) {
            Seen seen = frontier.get(i);
            out.startItem();
            texts.write(seen.featureSet(), out);
            texts.write(seen.topic(), out);
            out.writeInt(seen.partition());
            out.writeLong(seen.offset());
        }
        out.writeArrayEnd();
    }

    private void writeHeld(List<Held> all, Encoder out) throws IOException {
        out.writeArrayStart();
        out.setItemCount(all.size());
        for (int i = 0; i < all.size(); i++) {
            Held held = all.get(i);
            out.startItem();
            texts.write(held.featureSet(), out);
            texts.write(held.topic(), out);
            out.writeFixed(hash.putLong(0, held.events()).array());
        }
        out.writeArrayEnd();
    }

    @Override
    public Prediction read(GenericRecord in) {
        return new Prediction(
                Fields.text(in, "id"),
                words.text(in, "pipeline"),
                Fields.text(in, "event_id"),
                (long) in.get("event_time"),
                (float) in.get("score"),
                (boolean) in.get("decision"),
                (double) in.get("propensity"),
                Slot.valueOf(words.text(in, "slot")),
                words.text(in, "served_by"),
                words.text(in, "model_digest"),
                words.text(in, "feature_fingerprint"),
                Fields.doubles(in, "vector"),
                trigger((GenericRecord) in.get("trigger")),
                frontier((List<?>) in.get("frontier")),
                held((List<?>) in.get("held")),
                words.text(in, "execution"),
                words.text(in, "delivery"));
    }

    private Trigger trigger(GenericRecord in) {
        return new Trigger(
                words.text(in, "topic"),
                (int) in.get("partition"),
                (long) in.get("offset"),
                (long) in.get("timestamp"),
                (int) in.get("schema_id"));
    }

    private List<Seen> frontier(List<?> in) {
        SharedFrontier.Part[] of = new SharedFrontier.Part[in.size()];
        long[] offsets = new long[of.length];
        for (int i = 0; i < of.length; i++) {
            GenericRecord seen = (GenericRecord) in.get(i);
            SharedFrontier.Part part = new SharedFrontier.Part(
                    words.text(seen, "feature_set"), words.text(seen, "topic"), (int) seen.get("partition"));
            SharedFrontier.Part known = parts.putIfAbsent(part, part);
            of[i] = known == null ? part : known;
            offsets[i] = (long) seen.get("offset");
        }
        return new SharedFrontier(of, offsets);
    }

    private List<Held> held(List<?> in) {
        List<Held> all = new ArrayList<>(in.size());
        for (Object item : in) {
            GenericRecord held = (GenericRecord) item;
            GenericFixed events = (GenericFixed) held.get("events");
            all.add(new Held(
                    words.text(held, "feature_set"),
                    words.text(held, "topic"),
                    ByteBuffer.wrap(events.bytes()).getLong()));
        }
        return List.copyOf(all);
    }
}
