package io.millrace.pipeline.expression;

import io.millrace.event.Event;
import io.millrace.event.NumberVector;
import org.jspecify.annotations.Nullable;

/** A compiled part of an expression, by the Java type of its value, so that no value is boxed. Each form has one value that stands for missing. */
sealed interface Code {

    /** An int, a timestamp or a duration. */
    @FunctionalInterface
    non-sealed interface OfLong extends Code {
        /** Minus 2^63: the one long that is no value. */
        long MISSING = Long.MIN_VALUE;

        long eval(Event event, double[] row);
    }

    /** A double; NaN is missing. */
    @FunctionalInterface
    non-sealed interface OfDouble extends Code {
        double eval(Event event, double[] row);
    }

    /** A bool in three values. */
    @FunctionalInterface
    non-sealed interface OfBool extends Code {
        int FALSE = 0;
        int TRUE = 1;
        int MISSING = -1;

        /** {@link #FALSE}, {@link #TRUE} or {@link #MISSING}. */
        int eval(Event event, double[] row);

        static int of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    /** A vector; null is missing. */
    @FunctionalInterface
    non-sealed interface OfVector extends Code {
        @Nullable
        NumberVector eval(Event event, double[] row);
    }

    /** A string; null is missing. */
    @FunctionalInterface
    non-sealed interface OfString extends Code {
        @Nullable
        String eval(Event event, double[] row);
    }
}
