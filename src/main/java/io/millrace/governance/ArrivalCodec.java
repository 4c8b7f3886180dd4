package io.millrace.governance;

import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The form of arrivals between tasks. Version 2: a byte 1 for a dead letter; or 0 for a value, 2 for a deletion, and the time in 8 bytes; then the version of the
 * codec that wrote the rest in a byte. Version 1 has no deletions.
 */
public final class ArrivalCodec<T> implements Codec<Arrival<T>> {
    private static final byte VALUE = 0;
    private static final byte DEAD = 1;
    private static final byte DELETION = 2;

    private final Codec<T> values;
    private final Codec<DeadLetter> deadLetters = new DeadLetterCodec();

    public ArrivalCodec(Codec<T> values) {
        this.values = values;
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void write(Arrival<T> arrival, DataOutput out) throws IOException {
        if (arrival.isDead()) {
            out.writeByte(DEAD);
            out.writeByte(deadLetters.version());
            deadLetters.write(arrival.deadLetter(), out);
        } else {
            out.writeByte(arrival.isDeletion() ? DELETION : VALUE);
            out.writeLong(arrival.time());
            out.writeByte(values.version());
            values.write(arrival.value(), out);
        }
    }

    @Override
    public Arrival<T> read(DataInput in, int version) throws IOException {
        byte kind = in.readByte();
        if (kind == DEAD) {
            int written = in.readByte();
            return Arrival.dead(deadLetters.read(in, written));
        }
        long time = in.readLong();
        int written = in.readByte();
        T value = values.read(in, written);
        return kind == DELETION ? Arrival.deletion(value, time) : Arrival.of(value, time);
    }
}
