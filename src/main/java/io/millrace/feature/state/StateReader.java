package io.millrace.feature.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads what a {@link StateWriter} wrote. Used by one thread. */
public final class StateReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int position;
    private int end;

    /** Starts at the first byte. */
    public void reset(byte[] source) {
        reset(source, 0, source.length);
    }

    public void reset(byte[] source, int from, int to) {
        bytes = source;
        position = from;
        end = to;
    }

    public boolean isAtEnd() {
        return position == end;
    }

    public byte readByte() {
        return bytes[position++];
    }

    public long readUnsigned() {
        int next = bytes[position++];
        if (next >= 0) {
            return next;
        }
        long value = next & 0x7F;
        int shift = 7;
        do {
            next = bytes[position++];
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    public int readCount() {
        return Math.toIntExact(readUnsigned());
    }

    public long readLong() {
        long value = readUnsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    public long readWord() {
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    /** Where the next byte stands in the source. */
    public int position() {
        return position;
    }

    public void skip(int count) {
        position += count;
    }

    /** Copies the next bytes. */
    public byte[] readBytes(int count) {
        byte[] copy = Arrays.copyOfRange(bytes, position, position + count);
        position += count;
        return copy;
    }
}
