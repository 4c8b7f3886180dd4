package io.millrace.pipeline.expression;

import io.millrace.feature.Expression;
import io.millrace.feature.TextExpression;

/** Code with the type of its value. */
record Typed(ExpressionType type, Code code) {
    Typed {
        boolean fits =
                switch (type) {
                    case INT, TIMESTAMP, DURATION -> code instanceof Code.OfLong;
                    case DOUBLE -> code instanceof Code.OfDouble;
                    case BOOL -> code instanceof Code.OfBool;
                    case STRING -> code instanceof Code.OfString;
                    case VECTOR -> code instanceof Code.OfVector;
                };
        if (!fits) {
            throw new IllegalArgumentException("code of another form than " + type);
        }
    }

    static Typed ofDouble(Code.OfDouble code) {
        return new Typed(ExpressionType.DOUBLE, code);
    }

    static Typed ofBool(Code.OfBool code) {
        return new Typed(ExpressionType.BOOL, code);
    }

    static Typed ofString(Code.OfString code) {
        return new Typed(ExpressionType.STRING, code);
    }

    static Typed ofInt(Code.OfLong code) {
        return new Typed(ExpressionType.INT, code);
    }

    Code.OfLong asLong() {
        return (Code.OfLong) code;
    }

    Code.OfDouble asDouble() {
        return (Code.OfDouble) code;
    }

    Code.OfBool asBool() {
        return (Code.OfBool) code;
    }

    Code.OfVector asVector() {
        return (Code.OfVector) code;
    }

    Code.OfString asString() {
        return (Code.OfString) code;
    }

    /** The value as a feature: an int as its nearest double, a bool as 0 or 1, missing as NaN. */
    Expression toExpression() {
        return switch (type) {
            case DOUBLE -> asDouble()::eval;
            case INT, TIMESTAMP, DURATION -> longExpression(asLong());
            case BOOL -> boolExpression(asBool());
            case STRING, VECTOR -> throw new IllegalStateException("a " + type + " is no feature");
        };
    }

    /** The value as a text: a string as it is, an int in decimal, missing as null. */
    TextExpression toText() {
        return switch (type) {
            case STRING -> asString()::eval;
            case INT -> decimal(asLong());
            case DOUBLE, BOOL, TIMESTAMP, DURATION, VECTOR ->
                throw new IllegalStateException("a " + type + " names nothing");
        };
    }

    private static TextExpression decimal(Code.OfLong code) {
        return (event, row) -> {
            long value = code.eval(event, row);
            return value == Code.OfLong.MISSING ? null : Long.toString(value);
        };
    }

    private static Expression longExpression(Code.OfLong code) {
        return (event, row) -> {
            long value = code.eval(event, row);
            return value == Code.OfLong.MISSING ? Double.NaN : value;
        };
    }

    private static Expression boolExpression(Code.OfBool code) {
        return (event, row) -> {
            int value = code.eval(event, row);
            return value == Code.OfBool.MISSING ? Double.NaN : value;
        };
    }
}
