package io.millrace.adapter.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a message in Protocol Buffers' wire format, field after field. Enough for what must be known of an ONNX file, without the classes that
 * would be generated for it.
 *
 * <p>Bytes that are no message are an {@link IllegalArgumentException}.
 */
final class Wire {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int MOST_SHIFT = 63;

    private final byte[] bytes;
    private final int end;
    private int position;
    private int start;
    private int tag;
    private long number;
    private int from;

    Wire(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Wire(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /** Goes to the next field; false at the end. */
    boolean next() {
        if (position == end) {
            return false;
        }
        start = position;
        tag = Math.toIntExact(varint());
        switch (tag & 7) {
            case VARINT -> number = varint();
            case FIXED64 -> take(Long.BYTES);
            case BYTES -> take(varint());
            case FIXED32 -> take(Integer.BYTES);
            default -> throw new IllegalArgumentException("byte " + start + " begins no field");
        }
        return true;
    }

    private void take(long length) {
        from = position;
        if (length < 0 || length > end - position) {
            throw new IllegalArgumentException("the field at byte " + start + " goes beyond the end");
        }
        position += (int) length;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
            if (position == end) {
                throw new IllegalArgumentException("a number is cut off at byte " + position);
            }
            byte b = bytes[position++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("the number before byte " + position + " has no end");
    }

    /** Whether the field has this number and type. */
    boolean is(int field, int type) {
        return tag == ((field << 3) | type);
    }

    long number() {
        return number;
    }

    Wire message() {
        return new Wire(bytes, from, position);
    }

    String text() {
        return new String(bytes, from, position - from, StandardCharsets.UTF_8);
    }

    /** The numbers of a packed field. */
    List<Long> numbers() {
        List<Long> numbers = new ArrayList<>();
        for (Wire packed = message(); packed.position < packed.end; ) {
            numbers.add(packed.varint());
        }
        return numbers;
    }

    /** How many bytes of this message are left to read. */
    int length() {
        return end - position;
    }

    /** The field with its tag, as it stands. */
    byte[] whole() {
        return Arrays.copyOfRange(bytes, start, position);
    }
}
