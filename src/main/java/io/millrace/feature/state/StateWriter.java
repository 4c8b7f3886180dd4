package io.millrace.feature.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes state into bytes that are reused: whole numbers of variable length (zigzag where they may be negative), fixed words, sections. Used by one thread. */
public final class StateWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST = 10;
    private static final int LONGEST_SHORT = 0x7F;

    private byte[] bytes = new byte[512];
    private int length;

    public void clear() {
        length = 0;
    }

    public int length() {
        return length;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public void writeByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    /** A number that is not negative, in as few bytes as hold it, seven bits in each. */
    public void writeUnsigned(long value) {
        ensure(LONGEST);
        if ((value & ~0x7FL) == 0) {
            bytes[length++] = (byte) value;
            return;
        }
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** A number of either sign, small ones in few bytes. */
    public void writeLong(long value) {
        writeUnsigned((value << 1) ^ (value >> 63));
    }

    /** Eight bytes. */
    public void writeWord(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, length, value);
        length += Long.BYTES;
    }

    public void writeBytes(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Begins a section, whose length will stand before it. Returns what {@link #endSection} needs. */
    public int beginSection() {
        writeByte(0);
        return length;
    }

    public void endSection(int begin) {
        int size = length - begin;
        if (size <= LONGEST_SHORT) {
            bytes[begin - 1] = (byte) size;
            return;
        }
        int more = bytesOf(size) - 1;
        ensure(more);
        System.arraycopy(bytes, begin, bytes, begin + more, size);
        length = begin - 1;
        writeUnsigned(size);
        length += size;
    }

    private static int bytesOf(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
