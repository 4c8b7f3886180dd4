package io.millrace.pipeline.expression;

import static io.millrace.pipeline.expression.Code.OfLong.MISSING;
import static io.millrace.pipeline.expression.ExpressionType.DOUBLE;
import static io.millrace.pipeline.expression.ExpressionType.DURATION;
import static io.millrace.pipeline.expression.ExpressionType.INT;
import static io.millrace.pipeline.expression.ExpressionType.TIMESTAMP;

import java.util.List;

/** Arithmetic on ints, doubles, timestamps and durations. An int that does not fit into 64 bits is missing, and so is a division by the int 0. */
final class Arithmetic {
    private Arithmetic() {}

    static void addTo(Operations operations) {
        ints(operations);
        doubles(operations);
        times(operations);
    }

    private static void ints(Operations operations) {
        operations.longs("_+_", INT, INT, INT, Arithmetic::add);
        operations.longs("_-_", INT, INT, INT, Arithmetic::subtract);
        operations.longs("_*_", INT, INT, INT, Arithmetic::multiply);
        operations.longs("_/_", INT, INT, INT, (x, y) -> y == 0 ? MISSING : x / y);
        operations.longs("_%_", INT, INT, INT, (x, y) -> y == 0 ? MISSING : x % y);
        operations.longs("max", INT, INT, INT, Math::max);
        operations.longs("min", INT, INT, INT, Math::min);
        operations.longToInt("-_", INT, x -> -x);
        operations.longToInt("abs", INT, Math::abs);
    }

    private static void doubles(Operations operations) {
        operations.doubles("_+_", (a, b) -> (event, row) -> a.eval(event, row) + b.eval(event, row));
        operations.doubles("_-_", (a, b) -> (event, row) -> a.eval(event, row) - b.eval(event, row));
        operations.doubles("_*_", (a, b) -> (event, row) -> a.eval(event, row) * b.eval(event, row));
        operations.doubles("_/_", (a, b) -> (event, row) -> a.eval(event, row) / b.eval(event, row));
        operations.doubles("max", (a, b) -> (event, row) -> Math.max(a.eval(event, row), b.eval(event, row)));
        operations.doubles("min", (a, b) -> (event, row) -> Math.min(a.eval(event, row), b.eval(event, row)));
        operations.add("-_", List.of(DOUBLE), arguments -> {
            Code.OfDouble operand = arguments.get(0).asDouble();
            return Typed.ofDouble((event, row) -> -operand.eval(event, row));
        });
        operations.add("abs", List.of(DOUBLE), arguments -> {
            Code.OfDouble operand = arguments.get(0).asDouble();
            return Typed.ofDouble((event, row) -> Math.abs(operand.eval(event, row)));
        });
    }

    private static void times(Operations operations) {
        operations.longs("_-_", TIMESTAMP, TIMESTAMP, DURATION, Arithmetic::subtract);
        operations.longs("_-_", TIMESTAMP, DURATION, TIMESTAMP, Arithmetic::subtract);
        operations.longs("_+_", TIMESTAMP, DURATION, TIMESTAMP, Arithmetic::add);
        operations.longs("_+_", DURATION, TIMESTAMP, TIMESTAMP, Arithmetic::add);
        operations.longs("_+_", DURATION, DURATION, DURATION, Arithmetic::add);
        operations.longs("_-_", DURATION, DURATION, DURATION, Arithmetic::subtract);
    }

    private static long add(long x, long y) {
        long sum = x + y;
        return ((x ^ sum) & (y ^ sum)) < 0 ? MISSING : sum;
    }

    private static long subtract(long x, long y) {
        long difference = x - y;
        return ((x ^ y) & (x ^ difference)) < 0 ? MISSING : difference;
    }

    private static long multiply(long x, long y) {
        long product = x * y;
        return Math.multiplyHigh(x, y) == product >> 63 ? product : MISSING;
    }
}
