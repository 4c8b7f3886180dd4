package io.millrace.event;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A list of numbers that belong together, such as an embedding: all floats, or all doubles. Not changed after it was made.
 *
 * <p>It is held in words of 64 bits: the bits of a double each, or of two floats, the first one in the high half. Where the number of floats is odd, the low half of the last word is zero.
 */
public final class NumberVector {
    private static final long LOW = 0xFFFF_FFFFL;

    private final int size;
    private final boolean floats;
    private final long[] words;

    private NumberVector(int size, boolean floats, long[] words) {
        this.size = size;
        this.floats = floats;
        this.words = words;
    }

    /** A vector of floats. */
    public static NumberVector ofFloats(float... numbers) {
        long[] words = new long[words(numbers.length, true)];
        for (int i = 0; i < numbers.length; i++) {
            put(words, i, numbers[i]);
        }
        return new NumberVector(numbers.length, true, words);
    }

    /** A vector of doubles. */
    public static NumberVector ofDoubles(double... numbers) {
        return of(numbers, numbers.length, false);
    }

    /**
     * A vector of the first of some numbers.
     *
     * @param floats whether it is a vector of floats, the nearest ones
     */
    public static NumberVector of(double[] numbers, int size, boolean floats) {
        long[] words = new long[words(size, floats)];
        for (int i = 0; i < size; i++) {
            if (floats) {
                put(words, i, (float) numbers[i]);
            } else {
                words[i] = Double.doubleToRawLongBits(numbers[i]);
            }
        }
        return new NumberVector(size, floats, words);
    }

    private static void put(long[] words, int index, float number) {
        long bits = Float.floatToRawIntBits(number) & LOW;
        words[index >> 1] |= (index & 1) == 0 ? bits << Integer.SIZE : bits;
    }

    static int words(int size, boolean floats) {
        return floats ? (size + 1) / 2 : size;
    }

    /** How many numbers it has; 0 for an empty list. */
    public int size() {
        return size;
    }

    /** Whether it has this number of numbers, of this type. */
    public boolean has(VectorShape shape) {
        return size == shape.size() && floats == shape.floats();
    }

    /** One of the numbers, from 0. */
    public double at(int index) {
        return floats ? single(words[index >> 1], index) : Double.longBitsToDouble(words[index]);
    }

    /** The float with an index, of the word that holds it. */
    public static float single(long word, int index) {
        return Float.intBitsToFloat((int) ((index & 1) == 0 ? word >>> Integer.SIZE : word));
    }

    /** Whether no number is NaN or infinite. */
    public boolean isFinite() {
        for (int i = 0; i < size; i++) {
            if (!Double.isFinite(at(i))) {
                return false;
            }
        }
        return true;
    }

    /** Copies its words into others, from an index on. */
    public void copyTo(long[] into, int from) {
        System.arraycopy(words, 0, into, from, words.length);
    }

    /** Writes the size, a byte 1 for floats or 0 for doubles, then each number in 4 or 8 bytes. */
    void write(DataOutput out) throws IOException {
        Binary.writeLong(size, out);
        out.writeByte(floats ? 1 : 0);
        for (int i = 0; i < size; i++) {
            if (floats) {
                out.writeInt(Float.floatToRawIntBits(single(words[i >> 1], i)));
            } else {
                out.writeLong(words[i]);
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    static NumberVector read(DataInput in) throws IOException {
        int size = Binary.readInt(in);
        if (size < 0) {
            throw new IOException("a vector has " + size + " numbers");
        }
        boolean floats = in.readByte() == 1;
        long[] words = new long[words(size, floats)];
        for (int i = 0; i < size; i++) {
            if (floats) {
                words[i >> 1] |= (in.readInt() & LOW) << ((i & 1) == 0 ? Integer.SIZE : 0);
            } else {
                words[i] = in.readLong();
            }
        }
        return new NumberVector(size, floats, words);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NumberVector vector
                && size == vector.size
                && floats == vector.floats
                && Arrays.equals(words, vector.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** The numbers as a definition writes them: {@code [0.5, -1.0]}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ").append(floats ? String.valueOf((float) at(i)) : String.valueOf(at(i)));
        }
        return text.append(']').toString();
    }
}
