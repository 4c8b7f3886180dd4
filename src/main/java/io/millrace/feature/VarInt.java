package io.millrace.feature;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Whole numbers in as few bytes as they need: seven bits a byte, lowest first, signs folded in (zigzag, as in Protocol Buffers). */
final class VarInt {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private VarInt() {}

    static void write(long value, DataOutput out) throws IOException {
        long rest = (value << 1) ^ (value >> (Long.SIZE - 1));
        while ((rest & -MORE) != 0) {
            out.writeByte((int) (rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        out.writeByte((int) rest);
    }

    static long read(DataInput in) throws IOException {
        long rest = 0;
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            byte next = in.readByte();
            rest |= (long) (next & (MORE - 1)) << shift;
            if (next >= 0) {
                return (rest >>> 1) ^ -(rest & 1);
            }
        }
        throw new IOException("a whole number takes more than 10 bytes; the state is corrupt");
    }

    static int readInt(DataInput in) throws IOException {
        return Math.toIntExact(read(in));
    }
}
