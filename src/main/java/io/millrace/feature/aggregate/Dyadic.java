package io.millrace.feature.aggregate;

import java.math.BigInteger;

/**
 * The number {@code digits * 2^exponent}, exactly.
 *
 * @param digits of either sign
 */
record Dyadic(BigInteger digits, long exponent) {
    Dyadic times(long factor) {
        return new Dyadic(digits.multiply(BigInteger.valueOf(factor)), exponent);
    }

    Dyadic times(Dyadic other) {
        return new Dyadic(digits.multiply(other.digits), exponent + other.exponent);
    }

    Dyadic plus(Dyadic other) {
        if (exponent < other.exponent) {
            return other.plus(this);
        }
        BigInteger aligned = digits.shiftLeft(Math.toIntExact(exponent - other.exponent));
        return new Dyadic(aligned.add(other.digits), other.exponent);
    }

    Dyadic minus(Dyadic other) {
        return plus(new Dyadic(other.digits.negate(), other.exponent));
    }

    /** To 53 bits, with an even exponent. */
    Scaled scaled() {
        int dropped = digits.bitLength() - Long.SIZE;
        if ((exponent + dropped) % 2 != 0) {
            dropped--;
        }
        BigInteger kept = dropped < 0 ? digits.shiftLeft(-dropped) : digits.shiftRight(dropped);
        return new Scaled(kept.doubleValue(), exponent + dropped);
    }
}
