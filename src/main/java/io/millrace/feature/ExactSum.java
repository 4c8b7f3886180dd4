package io.millrace.feature;

import java.util.Arrays;

/**
 * A sum of doubles that loses nothing: its value is the double nearest to the exact sum (ties to even), whatever the order of
 * the terms, and taking a term out again leaves no trace.
 *
 * <p>The sum is one wide fixed-point number that spans every finite double, as in U. Kulisch's long accumulator: digits of
 * 32 bits, each in a long of its own, the lowest bit worth 2^-1074. A term of 53 bits touches at most three digits and
 * carries are left in the longs' upper halves until the value is asked for. Each term adds less than 2^32 to a digit,
 * so that 2^30 terms fit before carries must be passed on.
 */
public final class ExactSum {
    private static final int DIGIT_BITS = 32;
    private static final long DIGIT_MASK = 0xFFFF_FFFFL;
    private static final int LOWEST_EXPONENT = -1074;
    private static final int MANTISSA_BITS = 52;
    /** 2098 bits for all finite doubles, 64 for carries of very many of them, rounded up to digits. */
    private static final int DIGITS = 68;

    private static final int TERMS_BEFORE_CARRY = 1 << 30;

    private final long[] digits = new long[DIGITS];
    private final long[] magnitude = new long[DIGITS];
    private int low = DIGITS;
    private int high = -1;
    private int terms;

    /** Makes the sum zero. */
    public void clear() {
        if (high >= 0) {
            Arrays.fill(digits, low, high + 1, 0);
        }
        low = DIGITS;
        high = -1;
        terms = 0;
    }

    /**
     * Adds a term.
     *
     * @throws IllegalArgumentException for NaN and infinities
     */
    public void add(double term) {
        accumulate(term, 1);
    }

    /** Takes a term out that was added before. */
    public void subtract(double term) {
        accumulate(term, -1);
    }

    private void accumulate(double term, int sign) {
        long bits = Double.doubleToRawLongBits(term);
        int exponent = (int) (bits >>> MANTISSA_BITS) & 0x7FF;
        long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
        if (exponent == 0x7FF) {
            throw new IllegalArgumentException(term + " can't be summed; only finite numbers can");
        }
        if (exponent == 0) {
            exponent = 1;
        } else {
            mantissa |= 1L << MANTISSA_BITS;
        }
        if (mantissa == 0) {
            return;
        }
        if (++terms == TERMS_BEFORE_CARRY) {
            carry(digits, 0, DIGITS - 1);
            low = 0;
            high = DIGITS - 1;
            terms = 1;
        }
        int position = exponent - 1;
        int digit = position / DIGIT_BITS;
        int shift = position % DIGIT_BITS;
        long signed = bits < 0 ? -sign : sign;
        digits[digit] += signed * ((mantissa << shift) & DIGIT_MASK);
        digits[digit + 1] += signed * ((mantissa >>> (DIGIT_BITS - shift)) & DIGIT_MASK);
        // In two steps, because a shift by 64 is a shift by 0.
        digits[digit + 2] += signed * (mantissa >>> DIGIT_BITS >>> (DIGIT_BITS - shift));
        low = Math.min(low, digit);
        high = Math.max(high, digit + 2);
    }

    /** The double nearest to the exact sum; infinite where that lies beyond the largest double. Zero is positive zero. */
    public double value() {
        if (high < 0) {
            return 0;
        }
        int top = Math.min(high + 2, DIGITS - 1);
        System.arraycopy(digits, low, magnitude, low, high + 1 - low);
        Arrays.fill(magnitude, high + 1, top + 1, 0);
        carry(magnitude, low, top);
        boolean negative = magnitude[top] < 0;
        if (negative) {
            for (int i = low; i <= top; i++) {
                magnitude[i] = -magnitude[i];
            }
            carry(magnitude, low, top);
        }
        while (top > low && magnitude[top] == 0) {
            top--;
        }
        double rounded = round(top);
        return negative ? -rounded : rounded;
    }

    /** Leaves every digit but the top one within 32 bits, without changing the number. */
    private static void carry(long[] digits, int from, int top) {
        for (int i = from; i < top; i++) {
            digits[i + 1] += digits[i] >> DIGIT_BITS;
            digits[i] &= DIGIT_MASK;
        }
    }

    /** Rounds the magnitude, whose highest digit that is not zero is {@code top}, half to even. */
    private double round(int top) {
        if (magnitude[top] == 0) {
            return 0;
        }
        int leading = Long.numberOfLeadingZeros(magnitude[top]) - DIGIT_BITS;
        long window = (digit(top) << (DIGIT_BITS + leading))
                | (digit(top - 1) << leading)
                | (digit(top - 2) >>> (DIGIT_BITS - leading));
        int exponent = top * DIGIT_BITS + (DIGIT_BITS - 1 - leading) + LOWEST_EXPONENT;
        if (exponent < Double.MIN_EXPONENT) {
            return Double.longBitsToDouble(window >>> (Long.SIZE - 1 - (exponent - LOWEST_EXPONENT)));
        }
        int dropped = Long.SIZE - 1 - MANTISSA_BITS;
        long kept = window >>> dropped;
        long rest = window & ((1L << dropped) - 1);
        long half = 1L << (dropped - 1);
        if (rest > half || (rest == half && ((kept & 1) != 0 || anyBelow(top, leading)))) {
            kept++;
        }
        return Math.scalb((double) kept, exponent - MANTISSA_BITS);
    }

    private long digit(int index) {
        return index < low ? 0 : magnitude[index];
    }

    /** Whether a bit is set below the 64 that start at the leading bit of {@code top}. */
    private boolean anyBelow(int top, int leading) {
        if (top - 2 >= low && (magnitude[top - 2] & ((1L << (DIGIT_BITS - leading)) - 1)) != 0) {
            return true;
        }
        for (int i = low; i < top - 2; i++) {
            if (magnitude[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
