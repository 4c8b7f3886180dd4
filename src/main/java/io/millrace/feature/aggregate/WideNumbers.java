package io.millrace.feature.aggregate;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;
import java.math.BigInteger;
import java.util.Arrays;

/** A few whole numbers of equal width in one array: two's complement, modulo 2^(64 width), the lowest word first. Used by one thread. */
final class WideNumbers {
    private final int count;
    private final int width;
    private final long[] words;

    /** Zeros. */
    WideNumbers(int count, int width) {
        this.count = count;
        this.width = width;
        this.words = new long[count * width];
    }

    int width() {
        return width;
    }

    /**
     * Adds a term times {@code 2^position} to a number.
     *
     * @param position below 64 (width - 1)
     */
    void add(int number, long term, int position) {
        int shift = position & (Long.SIZE - 1);
        int at = number * width + (position >>> 6);
        long carry = addWord(at, term << shift, 0);
        // In two steps, because a shift by 64 is a shift by 0.
        carry = addWord(at + 1, term >> (Long.SIZE - 1 - shift) >> 1, carry);
        carryOn(at + 2, (number + 1) * width, (term >> 63) + carry);
    }

    private long addWord(int at, long b, long carry) {
        long a = words[at];
        long sum = a + b + carry;
        words[at] = sum;
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }

    /** Adds 1, 0 or -1 to a word, and on to those above it as far as it carries. */
    private void carryOn(int from, int end, long step) {
        if (step == 0) {
            return;
        }
        long carries = step >> 63;
        for (int i = from; i < end; i++) {
            words[i] += step;
            if (words[i] != carries) {
                return;
            }
        }
    }

    void addNumber(int number, int other) {
        long carry = 0;
        for (int i = 0; i < width; i++) {
            carry = addWord(number * width + i, words[other * width + i], carry);
        }
    }

    void subtractNumber(int number, int other) {
        long borrow = 0;
        for (int i = 0; i < width; i++) {
            long a = words[number * width + i];
            long b = words[other * width + i];
            long difference = a - b - borrow;
            borrow = ((~a & b) | ((~a | b) & difference)) >>> 63;
            words[number * width + i] = difference;
        }
    }

    void clear(int number) {
        Arrays.fill(words, number * width, (number + 1) * width, 0);
    }

    /** Measures a number less another one; {@code less} is negative for zero. */
    void measure(Magnitude magnitude, int number, int less) {
        magnitude.measure(words, width, number * width, less * width);
    }

    /** A number modulo 2^(64 width), not negative. */
    BigInteger residue(int number) {
        BigInteger value = BigInteger.ZERO;
        for (int i = width - 1; i >= 0; i--) {
            BigInteger word = new BigInteger(Long.toUnsignedString(words[number * width + i]));
            value = value.shiftLeft(Long.SIZE).or(word);
        }
        return value;
    }

    /** Copies of the numbers in another width and without the lowest words; a negative {@code dropped} puts zeros below them. */
    WideNumbers reshaped(int dropped, int wide) {
        WideNumbers copy = new WideNumbers(count, wide);
        for (int number = 0; number < count; number++) {
            for (int i = Math.max(0, -dropped); i < wide; i++) {
                copy.words[number * wide + i] = word(number, i + dropped);
            }
        }
        return copy;
    }

    /** A word of a number, above its top the sign. */
    private long word(int number, int index) {
        return index < width ? words[number * width + index] : words[(number + 1) * width - 1] >> 63;
    }

    /** The lowest bit that is set in any of the first numbers; -1 where none is. */
    int lowestBit(int numbers) {
        for (int i = 0; i < width; i++) {
            long set = 0;
            for (int number = 0; number < numbers; number++) {
                set |= words[number * width + i];
            }
            if (set != 0) {
                return i * Long.SIZE + Long.numberOfTrailingZeros(set);
            }
        }
        return -1;
    }

    /** The bits that a number needs, without the one for the sign; -1 for zero. */
    int bitLength(int number) {
        long sign = words[(number + 1) * width - 1] >> 63;
        for (int i = width - 1; i >= 0; i--) {
            long word = words[number * width + i] ^ sign;
            if (word != 0) {
                return (i + 1) * Long.SIZE - Long.numberOfLeadingZeros(word);
            }
        }
        return sign == 0 ? -1 : 0;
    }

    /** Writes some bytes of a number from a bit on: words, then single bytes, the lowest first. */
    void write(StateWriter out, int number, int from, int bytes) {
        int bit = from;
        int left = bytes;
        for (; left >= Long.BYTES; left -= Long.BYTES, bit += Long.SIZE) {
            out.writeWord(wordFrom(number, bit));
        }
        long rest = left == 0 ? 0 : wordFrom(number, bit);
        for (; left > 0; left--, rest >>>= Byte.SIZE) {
            out.writeByte((byte) rest);
        }
    }

    private long wordFrom(int number, int bit) {
        int shift = bit & (Long.SIZE - 1);
        long low = word(number, bit >>> 6);
        return shift == 0 ? low : (low >>> shift) | (word(number, (bit >>> 6) + 1) << -shift);
    }

    /** Reads the bytes of a number that is zero, to stand above its lowest words. */
    void read(StateReader in, int number, int above, int bytes) {
        if (bytes == 0) {
            return;
        }
        int at = number * width + above;
        for (int left = bytes; left >= Long.BYTES; left -= Long.BYTES) {
            words[at++] = in.readWord();
        }
        if (bytes % Long.BYTES > 0) {
            words[at++] = readSigned(in, bytes % Long.BYTES);
        }
        Arrays.fill(words, at, (number + 1) * width, words[at - 1] >> 63);
    }

    private static long readSigned(StateReader in, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.readByte() & 0xFFL) << (i * Byte.SIZE);
        }
        int unused = Long.SIZE - bytes * Byte.SIZE;
        return value << unused >> unused;
    }
}
