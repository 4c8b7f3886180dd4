package io.millrace.pipeline.expression;

import static io.millrace.pipeline.expression.ExpressionType.DOUBLE;
import static io.millrace.pipeline.expression.ExpressionType.INT;
import static io.millrace.pipeline.expression.ExpressionType.STRING;
import static io.millrace.pipeline.expression.ExpressionType.TIMESTAMP;

import io.millrace.pipeline.expression.Code.OfDouble;
import io.millrace.pipeline.expression.Code.OfLong;
import java.util.List;

/**
 * Conversions between types: {@code int}, {@code double}, {@code string}.
 *
 * <p>There is none of a double to a string: its digits differ between Java versions, and features must not.
 */
final class Conversions {
    private static final double TWO_TO_63 = 0x1p63;
    private static final long SECOND = 1_000;

    private Conversions() {}

    static void addTo(Operations operations) {
        operations.add("int", List.of(INT), arguments -> arguments.get(0));
        operations.add("double", List.of(DOUBLE), arguments -> arguments.get(0));
        operations.add("string", List.of(STRING), arguments -> arguments.get(0));
        operations.add(
                "int", List.of(DOUBLE), arguments -> toInt(arguments.get(0).asDouble()));
        operations.add(
                "double", List.of(INT), arguments -> toDouble(arguments.get(0).asLong()));
        operations.add(
                "string", List.of(INT), arguments -> toString(arguments.get(0).asLong()));
        operations.longToInt("int", TIMESTAMP, time -> Math.floorDiv(time, SECOND));
    }

    /** The int that a double is after its fraction was cut off, or missing where that needs more than 64 bits. */
    static long toInt(double value) {
        return Math.abs(value) < TWO_TO_63 ? (long) value : OfLong.MISSING;
    }

    static double toDouble(long value) {
        return value == OfLong.MISSING ? Double.NaN : value;
    }

    private static Typed toInt(OfDouble operand) {
        return Typed.ofInt((event, row) -> toInt(operand.eval(event, row)));
    }

    private static Typed toDouble(OfLong operand) {
        return Typed.ofDouble((event, row) -> toDouble(operand.eval(event, row)));
    }

    private static Typed toString(OfLong operand) {
        return Typed.ofString((event, row) -> {
            long value = operand.eval(event, row);
            return value == OfLong.MISSING ? null : Long.toString(value);
        });
    }
}
