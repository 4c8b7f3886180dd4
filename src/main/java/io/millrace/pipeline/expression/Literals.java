package io.millrace.pipeline.expression;

import dev.cel.common.ast.CelConstant;
import io.millrace.pipeline.expression.Code.OfBool;
import io.millrace.pipeline.expression.Code.OfLong;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that are written in an expression. */
final class Literals {
    private static final Pattern DURATION =
            Pattern.compile("(?=.)((?<h>\\d{1,9})h)?((?<m>\\d{1,9})m)?((?<s>\\d{1,9})s)?((?<ms>\\d{1,9})ms)?");

    private Literals() {}

    /** A Long, Double, Boolean or String. */
    static Object value(CelConstant constant) throws ExpressionException {
        return switch (constant.getKind()) {
            case INT64_VALUE -> intValue(constant.int64Value());
            case DOUBLE_VALUE -> constant.doubleValue();
            case BOOLEAN_VALUE -> constant.booleanValue();
            case STRING_VALUE -> constant.stringValue();
            case NULL_VALUE -> throw new ExpressionException("null is only supported in x == null and x != null");
            default ->
                throw new ExpressionException(
                        "unsigned and byte literals are not supported; write an int, double, bool or string");
        };
    }

    static Typed code(CelConstant constant) throws ExpressionException {
        Object value = value(constant);
        if (value instanceof Long number) {
            return Typed.ofInt(longCode(number));
        }
        if (value instanceof Double number) {
            double literal = number;
            return Typed.ofDouble((event, row) -> literal);
        }
        if (value instanceof Boolean bool) {
            int literal = OfBool.of(bool);
            return Typed.ofBool((event, row) -> literal);
        }
        String literal = (String) value;
        return Typed.ofString((event, row) -> literal);
    }

    /** {@code duration("1h30m")}: whole hours, minutes, seconds and milliseconds. */
    static Typed duration(String text) throws ExpressionException {
        if (!DURATION.matcher(text).matches()) {
            throw new ExpressionException(
                    "duration(\"" + text
                            + "\") is no duration of hours, minutes, seconds or milliseconds; write for example duration(\"36h\")");
        }
        long seconds = part(text, "h") * 3600 + part(text, "m") * 60 + part(text, "s");
        return new Typed(ExpressionType.DURATION, longCode(seconds * 1000 + part(text, "ms")));
    }

    private static long part(String text, String unit) {
        Matcher matcher = DURATION.matcher(text);
        String digits = matcher.matches() ? matcher.group(unit) : null;
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** {@code timestamp("2024-01-01T00:00:00Z")}. */
    static Typed timestamp(String text) throws ExpressionException {
        try {
            return new Typed(
                    ExpressionType.TIMESTAMP, longCode(Instant.parse(text).toEpochMilli()));
        } catch (DateTimeException e) {
            throw new ExpressionException(
                    "timestamp(\"" + text + "\") is no time; write for example timestamp(\"2024-01-31T00:00:00Z\")");
        }
    }

    private static long intValue(long value) throws ExpressionException {
        if (value == OfLong.MISSING) {
            throw new ExpressionException(value + " is not supported; the least int is " + (value + 1));
        }
        return value;
    }

    private static OfLong longCode(long value) {
        return (event, row) -> value;
    }
}
