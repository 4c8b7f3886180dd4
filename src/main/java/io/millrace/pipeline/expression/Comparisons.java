package io.millrace.pipeline.expression;

import io.millrace.pipeline.expression.Code.OfBool;
import io.millrace.pipeline.expression.Code.OfDouble;
import io.millrace.pipeline.expression.Code.OfLong;
import io.millrace.pipeline.expression.Code.OfString;
import io.millrace.pipeline.expression.Code.OfVector;
import java.util.List;
import java.util.Map;

/** Comparison of two values of one type; missing where either is. */
final class Comparisons {
    private static final Map<String, Test> TESTS = Map.of(
            "_==_", order -> order == 0,
            "_!=_", order -> order != 0,
            "_<_", order -> order < 0,
            "_<=_", order -> order <= 0,
            "_>_", order -> order > 0,
            "_>=_", order -> order >= 0);

    private Comparisons() {}

    /** Whether a comparison holds of two values, given how they are ordered: negative, 0 or positive. */
    @FunctionalInterface
    private interface Test {
        boolean holds(int order);
    }

    static void addTo(Operations operations) {
        TESTS.forEach((name, test) -> {
            for (ExpressionType type : ExpressionType.ofSingleValues()) {
                operations.add(
                        name, List.of(type, type), arguments -> compare(arguments.get(0), arguments.get(1), test));
            }
        });
    }

    /** Whether a value is missing: {@code x == null}. Never missing itself. */
    static OfBool isMissing(Typed operand) {
        return switch (operand.type()) {
            case INT, TIMESTAMP, DURATION -> longMissing(operand.asLong());
            case DOUBLE -> doubleMissing(operand.asDouble());
            case BOOL -> boolMissing(operand.asBool());
            case STRING -> stringMissing(operand.asString());
            case VECTOR -> vectorMissing(operand.asVector());
        };
    }

    private static OfBool longMissing(OfLong code) {
        return (event, row) -> OfBool.of(code.eval(event, row) == OfLong.MISSING);
    }

    private static OfBool doubleMissing(OfDouble code) {
        return (event, row) -> OfBool.of(Double.isNaN(code.eval(event, row)));
    }

    private static OfBool boolMissing(OfBool code) {
        return (event, row) -> OfBool.of(code.eval(event, row) == OfBool.MISSING);
    }

    private static OfBool stringMissing(OfString code) {
        return (event, row) -> OfBool.of(code.eval(event, row) == null);
    }

    private static OfBool vectorMissing(OfVector code) {
        return (event, row) -> OfBool.of(code.eval(event, row) == null);
    }

    private static Typed compare(Typed a, Typed b, Test test) {
        return Typed.ofBool(
                switch (a.type()) {
                    case INT, TIMESTAMP, DURATION -> longs(a.asLong(), b.asLong(), test);
                    case DOUBLE -> doubles(a.asDouble(), b.asDouble(), test);
                    case BOOL -> bools(a.asBool(), b.asBool(), test);
                    case STRING -> strings(a.asString(), b.asString(), test);
                    case VECTOR -> throw new IllegalStateException("vectors are not compared");
                });
    }

    private static OfBool longs(OfLong a, OfLong b, Test test) {
        return (event, row) -> {
            long x = a.eval(event, row);
            long y = b.eval(event, row);
            return x == OfLong.MISSING || y == OfLong.MISSING
                    ? OfBool.MISSING
                    : OfBool.of(test.holds(Long.compare(x, y)));
        };
    }

    /** By IEEE 754: 0.0 equals -0.0. */
    private static OfBool doubles(OfDouble a, OfDouble b, Test test) {
        return (event, row) -> {
            double x = a.eval(event, row);
            double y = b.eval(event, row);
            if (Double.isNaN(x) || Double.isNaN(y)) {
                return OfBool.MISSING;
            }
            int order = x < y ? -1 : x == y ? 0 : 1;
            return OfBool.of(test.holds(order));
        };
    }

    private static OfBool bools(OfBool a, OfBool b, Test test) {
        return (event, row) -> {
            int x = a.eval(event, row);
            int y = b.eval(event, row);
            return x == OfBool.MISSING || y == OfBool.MISSING
                    ? OfBool.MISSING
                    : OfBool.of(test.holds(Integer.compare(x, y)));
        };
    }

    private static OfBool strings(OfString a, OfString b, Test test) {
        return (event, row) -> {
            String x = a.eval(event, row);
            String y = b.eval(event, row);
            return x == null || y == null ? OfBool.MISSING : OfBool.of(test.holds(x.compareTo(y)));
        };
    }
}
