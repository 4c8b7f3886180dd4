package io.millrace.adapter.registry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A strict reader of Avro's binary form: never reads or allocates beyond the record's bytes, whatever lengths it finds, and throws
 * {@link MalformedException} where Avro's own decoder would be lenient (boolean bytes other than 0 and 1, strings that are not UTF-8).
 */
final class AvroBytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST = 10;
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes = new byte[0];
    private int position;

    /** Starts to read at an index. */
    void reset(byte[] record, int from) {
        bytes = record;
        position = from;
    }

    int remaining() {
        return bytes.length - position;
    }

    long readLong() {
        long value = 0;
        for (int i = 0; i < LONGEST; i++) {
            byte next = bytes[advance(1)];
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw MalformedException.notAvro("a number at byte " + position + " is longer than " + LONGEST + " bytes");
    }

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw MalformedException.notAvro("a number before byte " + position + " is too big for an Avro int");
        }
        return (int) value;
    }

    float readFloat() {
        return Float.intBitsToFloat((int) INT.get(bytes, advance(Float.BYTES)));
    }

    double readDouble() {
        return Double.longBitsToDouble((long) LONG.get(bytes, advance(Double.BYTES)));
    }

    long readBoolean() {
        byte value = bytes[advance(1)];
        if (value != 0 && value != 1) {
            throw MalformedException.notAvro("a boolean before byte " + position + " is neither 0 nor 1");
        }
        return value;
    }

    /** An index into a list of so many: of a union's branches, an enum's symbols. */
    int readIndex(int size) {
        int index = readInt();
        if (index < 0 || index >= size) {
            throw MalformedException.notAvro(
                    "an index before byte " + position + " is " + index + "; expected 0 to " + (size - 1));
        }
        return index;
    }

    String readString() {
        int length = readLength();
        int start = advance(length);
        String text = new String(bytes, start, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(text, start, length)) {
            throw MalformedException.notAvro("a string at byte " + start + " is not UTF-8");
        }
        return text;
    }

    private boolean isUtf8(String text, int start, int length) {
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(again, 0, again.length, bytes, start, start + length);
    }

    byte[] readBytes() {
        return readFixed(readLength());
    }

    byte[] readFixed(int size) {
        int start = advance(size);
        return Arrays.copyOfRange(bytes, start, start + size);
    }

    void skipBytes() {
        advance(readLength());
    }

    void skip(int count) {
        advance(count);
    }

    private int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw MalformedException.notAvro(
                    "a length before byte " + position + " is " + length + ", but " + remaining() + " bytes are left");
        }
        return (int) length;
    }

    private int advance(int count) {
        int start = position;
        if (count > bytes.length - start) {
            throw MalformedException.notAvro("the record ends after " + bytes.length + " bytes, within a value");
        }
        position = start + count;
        return start;
    }
}
