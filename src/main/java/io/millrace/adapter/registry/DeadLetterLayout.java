package io.millrace.adapter.registry;

import io.millrace.governance.DeadLetter;
import io.millrace.governance.Reason;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.Encoder;

/**
 * Dead letters as {@code schemas/dead-letter.avsc} has them, keyed by the business id where it is known, else by the record's place.
 *
 * <p>Key and value of the record are left out where they would make the dead letter longer than a broker takes by default.
 */
final class DeadLetterLayout implements Layout<DeadLetter> {
    /** Kafka's default limit is 1 MiB for a record; the rest is for the other fields. */
    static final int LARGEST = 900_000;

    @Override
    public String schema() {
        return OutputSchemas.DEAD_LETTER;
    }

    @Override
    public String key(DeadLetter letter) {
        String id = letter.eventId();
        return id != null ? id : letter.topic() + "-" + letter.partition() + "-" + letter.offset();
    }

    @Override
    public long time(DeadLetter letter) {
        return letter.timestamp();
    }

    @Override
    public void write(DeadLetter letter, Encoder out) throws IOException {
        byte[] key = letter.key();
        byte[] value = letter.value();
        boolean fits = (key == null ? 0L : key.length) + (value == null ? 0L : value.length) <= LARGEST;
        out.writeString(letter.source());
        out.writeString(letter.topic());
        out.writeInt(letter.partition());
        out.writeLong(letter.offset());
        out.writeLong(letter.timestamp());
        out.writeString(letter.reason().name());
        out.writeString(letter.detail());
        Fields.writeNullable(letter.eventId(), out);
        Fields.writeNullable(fits ? key : null, out);
        Fields.writeNullable(fits ? value : null, out);
    }

    @Override
    public DeadLetter read(GenericRecord in) {
        return new DeadLetter(
                Fields.text(in, "source"),
                Fields.text(in, "topic"),
                (int) in.get("partition"),
                (long) in.get("offset"),
                (long) in.get("timestamp"),
                Reason.valueOf(Fields.text(in, "reason")),
                Fields.text(in, "detail"),
                Fields.nullableText(in, "event_id"),
                Fields.nullableBytes(in, "key"),
                Fields.nullableBytes(in, "value"));
    }
}
