package io.millrace.governance;

import io.millrace.event.Binary;
import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The form of dead letters between tasks and in state. Version 1: the components in their order, the reason by its name. */
public final class DeadLetterCodec implements Codec<DeadLetter> {
    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(DeadLetter letter, DataOutput out) throws IOException {
        Binary.writeString(letter.source(), out);
        Binary.writeString(letter.topic(), out);
        Binary.writeLong(letter.partition(), out);
        Binary.writeLong(letter.offset(), out);
        Binary.writeLong(letter.timestamp(), out);
        Binary.writeString(letter.reason().name(), out);
        Binary.writeString(letter.detail(), out);
        Binary.writeString(letter.eventId(), out);
        Binary.writeBytes(letter.key(), out);
        Binary.writeBytes(letter.value(), out);
    }

    @Override
    public DeadLetter read(DataInput in, int version) throws IOException {
        return new DeadLetter(
                Binary.readText(in),
                Binary.readText(in),
                Binary.readInt(in),
                Binary.readLong(in),
                Binary.readLong(in),
                Reason.valueOf(Binary.readText(in)),
                Binary.readText(in),
                Binary.readString(in),
                Binary.readBytes(in),
                Binary.readBytes(in));
    }
}
