package io.millrace.feature.aggregate;

/**
 * The magnitude of a difference of two's complement numbers of several words, lowest word first: its sign, its highest 65 to 128 bits and whether a bit is set below
 * them, which is what rounding to a double needs. Reused; used by one thread.
 */
final class Magnitude {
    private static final int FRACTION_BITS = 52;
    private static final int DROPPED = Long.SIZE - FRACTION_BITS - 1;

    private boolean negative;
    private long high;
    private long low;
    private boolean more;
    private int at;

    /**
     * Measures the number at {@code from} less the one at {@code less}.
     *
     * @param less where the subtrahend starts; negative for zero
     */
    void measure(long[] words, int width, int from, int less) {
        negative = isNegative(words, width, from, less);
        int first = negative ? less : from;
        int second = negative ? from : less;
        high = 0;
        long previous = 0;
        long below = 0;
        long borrow = 0;
        for (int i = 0; i < width; i++) {
            long a = word(words, first, i);
            long b = word(words, second, i);
            long difference = a - b - borrow;
            borrow = ((~a & b) | ((~a | b) & difference)) >>> 63;
            if (difference != 0) {
                high = difference;
                low = previous;
                more = below != 0;
                at = i;
            }
            below |= previous;
            previous = difference;
        }
    }

    private static boolean isNegative(long[] words, int width, int from, int less) {
        if (width == 0) {
            return false;
        }
        long top = word(words, from, width - 1) - word(words, less, width - 1);
        for (int i = width - 2; i >= 0; i--) {
            int order = Long.compareUnsigned(word(words, from, i), word(words, less, i));
            if (order != 0) {
                return (order < 0 ? top - 1 : top) < 0;
            }
        }
        return top < 0;
    }

    private static long word(long[] words, int start, int index) {
        return start < 0 ? 0 : words[start + index];
    }

    boolean isZero() {
        return high == 0;
    }

    /**
     * The exponent of the highest bit; the magnitude must not be zero.
     *
     * @param base the exponent of the lowest word's lowest bit
     */
    long exponent(long base) {
        return base + (long) at * Long.SIZE + (Long.SIZE - 1 - Long.numberOfLeadingZeros(high));
    }

    /**
     * The double nearest to the signed number, ties to even; infinite beyond the largest double. Zero is positive zero.
     *
     * @param base the exponent of the lowest word's lowest bit
     */
    double nearest(long base) {
        if (high == 0) {
            return 0;
        }
        double rounded = rounded(exponent(base));
        // Adding zero makes a negative zero positive.
        return (negative ? -rounded : rounded) + 0.0;
    }

    private double rounded(long exponent) {
        if (exponent > Double.MAX_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        long dropped = DROPPED + Math.max(0, Double.MIN_EXPONENT - exponent);
        return dropped > Long.SIZE ? 0 : rounded((int) exponent, (int) dropped);
    }

    private double rounded(int exponent, int dropped) {
        int leading = Long.numberOfLeadingZeros(high);
        long window = leading == 0 ? high : (high << leading) | (low >>> -leading);
        long kept = dropped == Long.SIZE ? 0 : window >>> dropped;
        long tail = window << (Long.SIZE - dropped);
        boolean beyondHalf = (tail << 1) != 0 || more || (low << leading) != 0;
        if (tail < 0 && (beyondHalf || (kept & 1) != 0)) {
            kept++;
        }
        long biased = Math.max(0, exponent - Double.MIN_EXPONENT);
        return Double.longBitsToDouble((biased << FRACTION_BITS) + kept);
    }
}
