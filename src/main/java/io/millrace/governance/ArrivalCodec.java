package io.millrace.governance;

import io.millrace.event.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The form of arrivals between tasks. Version 1: a byte 1 for a dead letter, or 0 and the event time in 8 bytes; then the version of the
 * codec that wrote the rest in a byte.
 */
public final class ArrivalCodec<T> implements Codec<Arrival<T>> {
    private final Codec<T> values;
    private final Codec<DeadLetter> deadLetters = new DeadLetterCodec();

    public ArrivalCodec(Codec<T> values) {
        this.values = values;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void write(Arrival<T> arrival, DataOutput out) throws IOException {
        out.writeBoolean(arrival.isDead());
        if (arrival.isDead()) {
            out.writeByte(deadLetters.version());
            deadLetters.write(arrival.deadLetter(), out);
        } else {
            out.writeLong(arrival.time());
            out.writeByte(values.version());
            values.write(arrival.value(), out);
        }
    }

    @Override
    public Arrival<T> read(DataInput in, int version) throws IOException {
        if (in.readBoolean()) {
            int written = in.readByte();
            return Arrival.dead(deadLetters.read(in, written));
        }
        long time = in.readLong();
        int written = in.readByte();
        return Arrival.of(values.read(in, written), time);
    }
}
