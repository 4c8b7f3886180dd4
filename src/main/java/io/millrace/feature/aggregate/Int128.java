package io.millrace.feature.aggregate;

import io.millrace.feature.state.StateReader;
import io.millrace.feature.state.StateWriter;

/** A whole number modulo 2^128 that is changed in place. Used by one thread. */
final class Int128 {
    private long high;
    private long low;

    void set(Int128 other) {
        high = other.high;
        low = other.low;
    }

    void addSquare(long term) {
        add(Math.multiplyHigh(term, term), term * term);
    }

    void subtractSquare(long term) {
        subtract(Math.multiplyHigh(term, term), term * term);
    }

    void subtract(Int128 other) {
        subtract(other.high, other.low);
    }

    /** @param factor not negative */
    void multiply(long factor) {
        high = high * factor + Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
        low *= factor;
    }

    private void add(long addHigh, long addLow) {
        low += addLow;
        high += addHigh + (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0);
    }

    private void subtract(long lessHigh, long lessLow) {
        high -= lessHigh + (Long.compareUnsigned(low, lessLow) < 0 ? 1 : 0);
        low -= lessLow;
    }

    /** The nearest double, ties to even, of the number as one from 0 to 2^128 - 1. */
    double toDouble() {
        if (high == 0) {
            return low >= 0 ? low : Math.scalb((double) halved(low, 0), 1);
        }
        int zeros = Long.numberOfLeadingZeros(high);
        // In two steps, because a shift by 64 is a shift by 0.
        long top = (high << zeros) | (low >>> 1 >>> (63 - zeros));
        return Math.scalb((double) halved(top, low << zeros), 65 - zeros);
    }

    /** Half of an unsigned number, its last bit set where anything was cut off, so that it rounds as the whole would. */
    private static long halved(long top, long rest) {
        return (top >>> 1) | (top & 1) | (rest == 0 ? 0 : 1);
    }

    void write(StateWriter out) {
        out.writeUnsigned(high);
        out.writeUnsigned(low);
    }

    void read(StateReader in) {
        high = in.readUnsigned();
        low = in.readUnsigned();
    }
}
