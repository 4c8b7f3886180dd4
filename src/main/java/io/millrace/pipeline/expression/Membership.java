package io.millrace.pipeline.expression;

import io.millrace.pipeline.expression.Code.OfBool;
import io.millrace.pipeline.expression.Code.OfDouble;
import io.millrace.pipeline.expression.Code.OfLong;
import io.millrace.pipeline.expression.Code.OfString;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code x in [a, b]}: whether a value is one of a list of literals. Missing where the value is. */
final class Membership {
    private Membership() {}

    /** @param elements literals of the operand's type, as {@link Literals} gives them */
    static OfBool of(Typed operand, List<Object> elements) throws ExpressionException {
        return switch (operand.type()) {
            case INT -> ofLongs(operand.asLong(), elements);
            case DOUBLE -> ofDoubles(operand.asDouble(), elements);
            case STRING -> ofStrings(operand.asString(), elements);
            case BOOL, TIMESTAMP, DURATION, VECTOR ->
                throw new ExpressionException(
                        "a " + operand.type() + " in a list is not supported; compare with == and ||");
        };
    }

    private static OfBool ofLongs(OfLong operand, List<Object> elements) {
        long[] sorted = elements.stream().mapToLong(Long.class::cast).sorted().toArray();
        return (event, row) -> {
            long value = operand.eval(event, row);
            return value == OfLong.MISSING ? OfBool.MISSING : OfBool.of(Arrays.binarySearch(sorted, value) >= 0);
        };
    }

    private static OfBool ofDoubles(OfDouble operand, List<Object> elements) {
        double[] values = elements.stream().mapToDouble(Double.class::cast).toArray();
        return (event, row) -> {
            double value = operand.eval(event, row);
            return Double.isNaN(value) ? OfBool.MISSING : OfBool.of(contains(values, value));
        };
    }

    private static boolean contains(double[] values, double value) {
        for (double element : values) {
            if (element == value) {
                return true;
            }
        }
        return false;
    }

    private static OfBool ofStrings(OfString operand, List<Object> elements) {
        Set<String> values = elements.stream().map(String.class::cast).collect(Collectors.toSet());
        return (event, row) -> {
            String value = operand.eval(event, row);
            return value == null ? OfBool.MISSING : OfBool.of(values.contains(value));
        };
    }
}
