package io.millrace.adapter.registry;

import java.nio.ByteBuffer;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Avro's decoder on {@link AvroBytes}: for Avro's own readers, which otherwise allocate whatever a corrupt length says. */
final class StrictDecoder extends Decoder {
    /** Items may take no bytes, so that a small block can be longer than what is left. */
    private static final int MOST_EMPTY_ITEMS = 1000;

    private final AvroBytes in = new AvroBytes();

    /** Starts to read at an index. */
    void reset(byte[] record, int from) {
        in.reset(record, from);
    }

    int remaining() {
        return in.remaining();
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() {
        return in.readBoolean() == 1;
    }

    @Override
    public int readInt() {
        return in.readInt();
    }

    @Override
    public long readLong() {
        return in.readLong();
    }

    @Override
    public float readFloat() {
        return in.readFloat();
    }

    @Override
    public double readDouble() {
        return in.readDouble();
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) {
        return new Utf8(in.readString());
    }

    @Override
    public String readString() {
        return in.readString();
    }

    @Override
    public void skipString() {
        in.skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) {
        return ByteBuffer.wrap(in.readBytes());
    }

    @Override
    public void skipBytes() {
        in.skipBytes();
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) {
        System.arraycopy(in.readFixed(length), 0, bytes, start, length);
    }

    @Override
    public void skipFixed(int length) {
        in.skip(length);
    }

    @Override
    public int readEnum() {
        return in.readIndex(Integer.MAX_VALUE);
    }

    @Override
    public long readArrayStart() {
        return count();
    }

    @Override
    public long arrayNext() {
        return count();
    }

    @Override
    public long skipArray() {
        throw new UnsupportedOperationException("everything is read, nothing skipped");
    }

    @Override
    public long readMapStart() {
        return count();
    }

    @Override
    public long mapNext() {
        return count();
    }

    @Override
    public long skipMap() {
        throw new UnsupportedOperationException("everything is read, nothing skipped");
    }

    @Override
    public int readIndex() {
        return in.readIndex(Integer.MAX_VALUE);
    }

    private long count() {
        long count = in.readLong();
        if (count < 0) {
            in.readLong();
            count = -count;
        }
        if (count < 0 || count > Math.max(in.remaining(), MOST_EMPTY_ITEMS)) {
            throw MalformedException.notAvro(
                    "a block has " + count + " items, but " + in.remaining() + " bytes are left");
        }
        return count;
    }
}
