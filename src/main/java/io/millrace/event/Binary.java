package io.millrace.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The compact forms that codecs share: whole numbers of variable length (zigzag, as in Avro) and strings as length and UTF-8. */
public final class Binary {
    private static final int LONGEST = 10;

    private Binary() {}

    public static void writeLong(long value, DataOutput out) throws IOException {
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long readLong(DataInput in) throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST; i++) {
            int next = in.readByte();
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("a number has more than " + LONGEST + " bytes");
    }

    public static int readInt(DataInput in) throws IOException {
        long value = readLong(in);
        if (value != (int) value) {
            throw new IOException("the number " + value + " is no int");
        }
        return (int) value;
    }

    public static void writeString(@Nullable String value, DataOutput out) throws IOException {
        writeBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8), out);
    }

    public static @Nullable String readString(DataInput in) throws IOException {
        byte[] bytes = readBytes(in);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads a string that was written as one, not as null. */
    public static String readText(DataInput in) throws IOException {
        String text = readString(in);
        if (text == null) {
            throw new IOException("a string is null that never is");
        }
        return text;
    }

    /** A length of -1 stands for null. */
    public static void writeBytes(byte @Nullable [] value, DataOutput out) throws IOException {
        writeLong(value == null ? -1 : value.length, out);
        if (value != null) {
            out.write(value);
        }
    }

    public static byte @Nullable [] readBytes(DataInput in) throws IOException {
        int length = readInt(in);
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
