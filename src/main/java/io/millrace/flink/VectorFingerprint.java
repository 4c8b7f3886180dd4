package io.millrace.flink;

import io.millrace.event.TextHash;

/** Names a vector by its bits, so that the same one is known again without its values being told: 16 hex digits. */
final class VectorFingerprint {
    private static final long MULTIPLIER = 31;

    private VectorFingerprint() {}

    static String of(double[] vector) {
        long hash = vector.length;
        for (double value : vector) {
            hash = TextHash.mix(hash * MULTIPLIER + Double.doubleToLongBits(value));
        }
        return String.format("%016x", hash);
    }
}
