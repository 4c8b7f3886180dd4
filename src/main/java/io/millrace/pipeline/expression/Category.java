package io.millrace.pipeline.expression;

import io.millrace.event.TextHash;
import io.millrace.feature.state.Rows;

/** The bits by which columns hold a category: those of a number, or the hash of a string. Never {@link Rows#MISSING}. */
public final class Category {
    private Category() {}

    /** The hash of a string; the one that would be {@link Rows#MISSING} is moved up by one. */
    public static long of(String text) {
        return notMissing(TextHash.of(text));
    }

    /** The bits of a finite number; minus zero is zero. */
    public static long of(double number) {
        return Double.doubleToRawLongBits(number + 0.0);
    }

    static long notMissing(long hash) {
        return hash == Rows.MISSING ? hash + 1 : hash;
    }
}
