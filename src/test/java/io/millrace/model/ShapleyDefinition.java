package io.millrace.model;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Shapley values by their definition, summed up over all sets of inputs. */
public final class ShapleyDefinition {
    private ShapleyDefinition() {}

    /**
     * The value of an input.
     *
     * @param width how many inputs there are
     * @param worth of a set of inputs, which has a bit for each of them
     */
    public static double value(int width, int input, IntToDoubleFunction worth) {
        double value = 0;
        for (int set = 0; set < 1 << width; set++) {
            if (!isIn(set, input)) {
                int size = Integer.bitCount(set);
                double weight = factorial(size) * factorial(width - size - 1) / factorial(width);
                value += weight * (worth.applyAsDouble(set | 1 << input) - worth.applyAsDouble(set));
            }
        }
        return value;
    }

    /** Whether an input is in a set. */
    public static boolean isIn(int set, int input) {
        return (set >>> input & 1) == 1;
    }

    private static double factorial(int n) {
        return IntStream.rangeClosed(2, n).asDoubleStream().reduce(1, (a, b) -> a * b);
    }
}
